import assert from "node:assert/strict";
import { wrongArrows } from "./check_imports.ts";

const cases: readonly [string, string, string, boolean][] = [
  ["a route may use a job", "routes/x.ts", `import { a } from "../jobs/x.ts";`, true],
  [
    "a service may not reach the database",
    "services/x.ts",
    `import { a } from "../db/x.ts";`,
    false,
  ],
  [
    "the database imports nothing above it",
    "db/x.ts",
    `import { a } from "../services/x.ts";`,
    false,
  ],
  ["the document imports yjs", "collab/document/x.ts", `import * as Y from "yjs";`, true],
  ["the document imports no other package", "collab/document/x.ts", `import x from "hono";`, false],
  [
    "the document imports no service",
    "collab/document/x.ts",
    `export * from "../../services/x.ts";`,
    false,
  ],
  [
    "islands read the document",
    "islands/a/x.ts",
    `import { v } from "../../collab/document/view.ts";`,
    true,
  ],
  [
    "islands may not open a room",
    "islands/a/x.ts",
    `import { v } from "../../collab/rooms.ts";`,
    false,
  ],
  [
    "islands may not load a server service lazily",
    "islands/x.ts",
    `await import("../services/storage/s3_store.ts")`,
    false,
  ],
  [
    "a unit test may use the fixtures",
    "db/x_test.ts",
    `import { a } from "../tests/fixtures/database.ts";`,
    true,
  ],
  [
    "a source file may not use the fixtures",
    "db/x.ts",
    `import { a } from "../tests/fixtures/database.ts";`,
    false,
  ],
];

for (const [name, file, text, legal] of cases) {
  Deno.test(`import direction: ${name}`, () => {
    assert.equal(wrongArrows(new Map([[file, text]])).length, legal ? 0 : 1);
  });
}
