import type { Place } from "../../diagnostics/diagnostic.js";

/** Scalars whose JSON form is text of a certain form. */
export type TextKind = "datetime" | "date" | "time" | "duration" | "decimal" | "uuid" | "bytes" | "bigint";

/** The type of a value on the wire, as Python's annotations say (docs/reference/inspection.schema.json). */
export type IrType =
  | { kind: "string" | "boolean" | "integer" | "number" | "null" | "any" }
  | { kind: TextKind }
  /** URL of an uploaded file, or null. */
  | { kind: "file" }
  | { kind: "literal"; values: (string | number | boolean | null)[] }
  | { kind: "array"; item: IrType }
  | { kind: "tuple"; items: IrType[] }
  | { kind: "record"; key: IrType; value: IrType }
  | { kind: "object"; fields: IrField[] }
  | { kind: "union"; members: IrType[] }
  | { kind: "ref"; id: string; arguments?: IrType[] }
  | { kind: "parameter"; name: string };

export interface IrField {
  name: string;
  type: IrType;
  /** Whether a result always has it; of the query, whether a URL must have it. */
  required: boolean;
  /** A request may leave it out all the same: Python has a default for it. */
  default?: true;
  doc?: string;
}

/** A named type of Python, by its id in `IrDocument.types`. */
export interface IrDefinition {
  name: string;
  /** Dotted name of the Python module that defines it. */
  module: string;
  doc: string;
  /** Names of its type variables. */
  parameters: string[];
  type: IrType;
  at?: Place;
}

/** One verb function of a handler. */
export interface IrFunction {
  doc: string;
  query: IrField[];
  /** Of the JSON body; null where it takes none. */
  body: IrType | null;
  /** A request may be without body: the parameter has a default. */
  body_optional?: true;
  data: IrType;
  /** Nobody has annotated what it returns: names of keys are read from its code. */
  inferred: boolean;
}

/** What types are made of in a handler file. */
export interface IrHandler {
  /** Id of the route, or of the folder for a `layout.py`. */
  route: string;
  kind: "page" | "layout" | "endpoint";
  /** Path relative to the site. */
  file: string;
  /** Dotted name of the module. */
  module: string;
  /** By verb; null where the file could not be read: what was last known of it holds. */
  functions: Record<string, IrFunction> | null;
  /** `user = pick(…)` of the root layout. */
  user?: IrType;
}
