/** Messages by field; those of no field are under `__all__`, nested fields are `a.b` and `items.0.title`. */
export type FieldErrors = Record<string, string[]>;

/** An answer to a call of `api` that is not the endpoint's result. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** HTTP status as it arrived: of a redirected call, that of the page where it ended. */
  readonly status: number;
  /** What the endpoint says is wrong with the query or the body; empty when it says nothing of the kind. */
  readonly errors: FieldErrors;

  constructor(message: string, status: number, errors: FieldErrors = {}) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}
