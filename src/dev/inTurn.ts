/** Work that runs in the background, one run at a time. */
export interface InTurn {
  /** Runs the task; during a run it asks for one more run after it. */
  run: () => void;
  /** Resolves when nothing runs any more. */
  idle: () => Promise<void>;
}

/** Makes a task run in turn with itself. A failure goes to `onFailure`. */
export function inTurn(task: () => Promise<void>, onFailure: (error: unknown) => void): InTurn {
  let running: Promise<void> | null = null;
  let again = false;
  const repeat = async () => {
    do {
      again = false;
      await task().catch(onFailure);
    } while (again);
    running = null;
  };
  return {
    run: () => {
      if (running === null) running = repeat();
      else again = true;
    },
    idle: () => running ?? Promise.resolve(),
  };
}
