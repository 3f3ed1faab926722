/// <reference types="vite/client" />
import { PROBLEMS_EVENT, type ShownProblem } from "../dev/shownProblem.js";
import { ProblemsElement } from "./problemsElement.js";

// What djk dev loads into every page of the site: it shows the problems of the moment, and nothing when there are none.
customElements.define("djk-problems", ProblemsElement);
const element = new ProblemsElement();
document.body.append(element);

import.meta.hot?.on(PROBLEMS_EVENT, (problems: ShownProblem[]) => element.show(problems));
import.meta.hot?.send(PROBLEMS_EVENT);
