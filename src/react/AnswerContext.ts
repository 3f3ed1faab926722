import { createContext, use } from "react";
import type { Answer } from "./protocol.js";

/** The answer on the screen. */
export const AnswerContext = createContext<Answer | null>(null);

/** The answer on the screen. Throws outside a djk page. */
export function useAnswer(): Answer {
  const answer = use(AnswerContext);
  if (answer === null) throw new Error("this hook works only in the components of a djk page");
  return answer;
}
