import { expect } from "expect";
import { safeNext } from "./next.ts";

for (
  const [asked, goes] of [
    [null, "/projects"],
    ["", "/projects"],
    ["/projects/42?view=mood#x", "/projects/42?view=mood#x"],
    ["//evil.example", "/projects"],
    ["/\\evil.example", "/projects"],
    ["https://evil.example", "/projects"],
    ["javascript:alert(1)", "/projects"],
    ["/\t/evil.example", "/projects"],
  ] as const
) {
  Deno.test(`next=${JSON.stringify(asked)} goes to ${goes}`, () => {
    expect(safeNext(asked)).toBe(goes);
  });
}
