import { createContext, use, useSyncExternalStore } from "react";
import { countSharedNodes } from "./branchShape.js";
import type { Answer, AnyComponent, Branch } from "./protocol.js";

/** A navigation under way: away from `from`, to `branch`. */
export interface Pending {
  from: Answer;
  branch: Branch;
}

/** The navigation under way, once its components are there; null otherwise. */
export class PendingStore {
  private value: Pending | null = null;
  private listeners = new Set<() => void>();

  readonly get = (): Pending | null => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(value: Pending | null): void {
    this.value = value;
    for (const listener of this.listeners) listener();
  }
}

/** Holds the browser's store; on the server nothing is ever pending. */
export const PendingContext = createContext(new PendingStore());

/** A `loading.tsx` and how many nodes stay on the screen around it. */
export interface Loading {
  component: AnyComponent;
  depth: number;
}

/**
 * The loading UI to show over `answer`: the nearest `loading.tsx` of the page to come.
 *
 * A navigation that has ended counts no more, without being told: it began at another answer.
 */
export function useLoading(answer: Answer): Loading | null {
  const store = use(PendingContext);
  const pending = useSyncExternalStore(store.subscribe, store.get, () => null);
  if (pending === null || pending.from !== answer) return null;
  const component = pending.branch.nodes.findLast((node) => node.loading)?.loading;
  return component ? { component, depth: countSharedNodes(answer, pending.branch) } : null;
}
