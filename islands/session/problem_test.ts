import { expect } from "expect";
import { asProblem, problemOf } from "./problem.ts";

const FACTS = { status: 422, requestId: "from-header", retryAfter: null };

Deno.test("an envelope gives its code, message, request id and fields", () => {
  const problem = problemOf({
    error: {
      code: "VALIDATION_FAILED",
      message: "title: too long",
      details: { request_id: "req-1", fields: [{ field: "title", message: "too long" }, "junk"] },
    },
  }, FACTS);
  expect(problem).toMatchObject({
    kind: "input",
    code: "VALIDATION_FAILED",
    message: "title: too long",
    requestId: "req-1",
    fields: [{ field: "title", message: "too long" }],
  });
});

for (
  const [status, kind] of [
    [400, "input"],
    [401, "signed_out"],
    [403, "denied"],
    [404, "denied"],
    [413, "input"],
    [429, "busy"],
    [500, "server"],
    [503, "busy"],
  ] as const
) {
  Deno.test(`a page of HTML with status ${status} is a problem of kind ${kind} in plain words`, () => {
    const problem = problemOf("<html>Bad gateway</html>", { ...FACTS, status });
    expect(problem.kind).toBe(kind);
    expect(problem.message).not.toContain("<");
    expect(problem.requestId).toBe("from-header");
  });
}

Deno.test("Retry-After in seconds is kept, a date is not", () => {
  const at = (retryAfter: string) =>
    problemOf(null, { status: 429, requestId: null, retryAfter }).retryAfterSeconds;
  expect(at("8")).toBe(8);
  expect(at("Wed, 21 Oct 2015 07:28:00 GMT")).toBe(null);
});

Deno.test("a failed fetch is a network problem", () => {
  expect(asProblem(new TypeError("Failed to fetch")).kind).toBe("network");
});
