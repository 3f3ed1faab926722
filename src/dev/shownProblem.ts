/** Event by which the problems of the moment reach a browser, and by which a browser asks for them. */
export const PROBLEMS_EVENT = "djk:problems";

/** A problem as the browser shows it. */
export interface ShownProblem {
  code: string;
  severity: "error" | "warning";
  message: string;
  places: ShownPlace[];
  detail: string | null;
  hint: string | null;
}

export interface ShownPlace {
  /** What a related place has to do with the problem; null for the place of the problem itself. */
  note: string | null;
  /** `file:line:column` as far as they are known, the file relative to the site. */
  text: string;
  /** The lines of the source around it. */
  frame: string | null;
}
