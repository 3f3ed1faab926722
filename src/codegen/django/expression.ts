/** A Python expression to lay out: text that stays on a line, or a bracket with items. */
export type Expression = string | { open: string; items: Expression[]; close: string };

export const LINE_LENGTH = 88;

/** A call: `page("/", nodes=(_root,))`. */
export function callOf(callee: string, items: Expression[]): Expression {
  return { open: `${callee}(`, items, close: ")" };
}

/** A tuple, optionally as a keyword argument: `nodes=(_root,)`. */
export function tupleOf(items: Expression[], keyword = ""): Expression {
  return { open: keyword === "" ? "(" : `${keyword}=(`, items, close: ")" };
}

/**
 * Lays an expression out as `ruff format` does: on one line where it fits, else one item a line with a trailing comma.
 *
 * @param indent columns before the statement
 * @param before width of what stands before the expression on its line
 * @param after width of what must follow its last bracket on the same line
 */
export function formatExpression(expression: Expression, indent: number, before = 0, after = 0): string {
  const flat = formatFlat(expression);
  if (typeof expression === "string" || indent + before + flat.length + after <= LINE_LENGTH) return flat;
  const pad = " ".repeat(indent + 4);
  const items = expression.items.map((item) => `${pad}${formatExpression(item, indent + 4, 0, 1)},\n`);
  return `${expression.open}\n${items.join("")}${" ".repeat(indent)}${expression.close}`;
}

function formatFlat(expression: Expression): string {
  if (typeof expression === "string") return expression;
  const isOneTuple = expression.items.length === 1 && /(^|=)\($/.test(expression.open);
  return `${expression.open}${expression.items.map(formatFlat).join(", ")}${isOneTuple ? "," : ""}${expression.close}`;
}
