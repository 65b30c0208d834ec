/**
 * The one error of the domain. Anything that a person or an integration can act on is thrown as an
 * `ApiError` and rendered in one place as `{"error":{code,message,details}}`.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";

  /**
   * @param code UPPER_SNAKE, stable: integrations switch on it.
   * @param status HTTP status, 4xx or 5xx.
   * @param message What was wrong and what would be right, in plain words.
   * @param details Open shape; for 422 `fields: {field, message}[]`.
   */
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** 404: unknown, or not yours. A stranger never learns that a thing exists. */
export function notFound(what: string): ApiError {
  return new ApiError("NOT_FOUND", 404, `There is no such ${what}, or it is not shared with you.`);
}

/** 422 that names one field. */
export function invalidField(field: string, message: string): ApiError {
  return new ApiError("VALIDATION_FAILED", 422, `${field}: ${message}`, {
    fields: [{ field, message }],
  });
}
