import type { ShownPlace, ShownProblem } from "../dev/shownProblem.js";
import { overlayStyle } from "./style.js";

/** Below djk's own base; it takes `file:line:column`, relative to the site. */
const editorUrl = "/_djk/__open-in-editor?file=";

/**
 * The list of problems, and a button in the corner that opens it.
 *
 * A new error opens the list by itself. Warnings, such as errors of types, only count in the button: the page works.
 */
export class ProblemsElement extends HTMLElement {
  private readonly button = make("button", { type: "button" });
  private readonly list = make("div", { class: "problems" });
  private readonly dialog = make("dialog", { "aria-label": "Problems that djk has found" });
  private known = new Set<string>();

  constructor() {
    super();
    const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "Esc");
    close.addEventListener("click", () => this.dialog.close());
    this.dialog.append(close, this.list);
    this.dialog.addEventListener("click", ({ target }) => {
      if (target === this.dialog) this.dialog.close();
    });
    this.button.addEventListener("click", () => this.dialog.showModal());
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [createStyle()];
    root.append(this.button, this.dialog);
    this.hidden = true;
  }

  /** Shows these problems in place of the former ones. */
  show(problems: ShownProblem[]): void {
    const errors = problems.filter(({ severity }) => severity === "error").map(identify);
    const isNews = errors.some((error) => !this.known.has(error));
    this.known = new Set(errors);
    this.list.replaceChildren(...problems.map(renderProblem));
    this.button.textContent = formatCount(errors.length, problems.length - errors.length);
    this.button.className = errors.length > 0 ? "badge error" : "badge warning";
    this.hidden = problems.length === 0;
    if (this.hidden) this.dialog.close();
    else if (isNews && !this.dialog.open) this.dialog.showModal();
  }
}

/** A constructed style sheet needs no exception in a Content-Security-Policy. */
function createStyle(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(overlayStyle);
  return sheet;
}

function identify({ code, message, places }: ShownProblem): string {
  return JSON.stringify([code, message, places[0]?.text]);
}

function formatCount(errors: number, warnings: number): string {
  const parts = [countOf(errors, "error"), countOf(warnings, "warning")];
  return parts.filter((part) => part !== "").join(", ");
}

function countOf(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function renderProblem(problem: ShownProblem): HTMLElement {
  const { severity, code, message, places, detail, hint } = problem;
  const heading = make("h2", {}, make("span", { class: severity }, severity), ` ${message} `);
  return make(
    "section",
    {},
    heading,
    ...places.flatMap(renderPlace),
    ...(detail === null ? [] : [make("pre", {}, detail)]),
    ...(hint === null ? [] : [make("p", {}, make("strong", {}, "fix: "), hint)]),
    make("p", { class: "code" }, `node_modules/djk/docs/errors/${code}.md`),
  );
}

function renderPlace({ note, text, frame }: ShownPlace): HTMLElement[] {
  const link = make("a", { href: editorUrl + encodeURIComponent(text), title: "Open in your editor" }, text);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    void openInEditor(link.href).then((failure) => answer.replaceChildren(failure));
  });
  const answer = make("span", { role: "status" });
  const place = make("p", {}, ...(note === null ? [] : [`${note}: `]), link, " ", answer);
  return frame === null ? [place] : [place, make("pre", { class: "frame" }, frame)];
}

/** Gives why it did not open; "" when it did. */
async function openInEditor(url: string): Promise<string> {
  const response = await fetch(url);
  return response.ok ? "" : response.text();
}

/** An element; its children are nodes and texts, never HTML. */
function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
