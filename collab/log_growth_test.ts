import { expect } from "expect";
import { until } from "../tests/fixtures/until.ts";
import { LogGrowth } from "./log_growth.ts";

const LIMITS = { compactRows: 3, compactBytes: 1000, compactRowsOnClose: 2, compactQuietMs: 20 };

Deno.test("R7 a long log is folded in the next pause, once", async () => {
  const { log, folds } = watched();
  for (let row = 0; row < 3; row++) log.grew(1);
  expect(folds()).toBe(0);
  await until("folded", () => folds() > 0, { everyMs: 1 });
  log.grew(1);
  log.close();
  expect(folds()).toBe(1);
});

Deno.test("R7 a very long log is folded without a pause, by its rows or by its bytes", () => {
  const { log, folds } = watched();
  for (let row = 0; row < 12; row++) log.grew(1);
  expect(folds()).toBe(1);
  log.grew(4000);
  expect(folds()).toBe(2);
  log.close();
  expect(folds()).toBe(2);
});

Deno.test("R7 what a room leaves behind is folded as it closes, if it is worth it", () => {
  const { log, folds } = watched();
  log.grew(1);
  log.grew(1);
  log.close();
  expect(folds()).toBe(1);
});

function watched() {
  let folds = 0;
  const log = new LogGrowth({ rows: 0, bytes: 0 }, LIMITS, () => folds++);
  return { log, folds: () => folds };
}
