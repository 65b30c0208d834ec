import assert from "node:assert/strict";
import { gathered } from "./gathered.ts";

Deno.test("what is asked while an answer is under way is asked together, and never answered by it", async () => {
  const asked: { keys: readonly string[]; answer: (version: number) => void }[] = [];
  const find = gathered<string>((keys) => {
    const { promise, resolve } = Promise.withResolvers<ReadonlyMap<string, string>>();
    const answer = (version: number) =>
      resolve(new Map(keys.filter((key) => key !== "none").map((key) => [key, key + version])));
    asked.push({ keys, answer });
    return promise;
  });
  const first = find("a");
  const later = [find("a"), find("b"), find("none")];
  assert.deepEqual(asked.map(({ keys }) => keys), [["a"]]);
  asked[0]!.answer(1);
  assert.equal(await first, "a1");
  assert.deepEqual(asked.map(({ keys }) => keys), [["a"], ["a", "b", "none"]]);
  asked[1]!.answer(2);
  assert.deepEqual(await Promise.all(later), ["a2", "b2", undefined]);
});

Deno.test("a question that fails fails those who asked it, and nobody after them", async () => {
  let fails = true;
  const find = gathered<string>((keys) => {
    if (fails) return Promise.reject(new Error("away"));
    return Promise.resolve(new Map(keys.map((key) => [key, "found"])));
  });
  await assert.rejects(find("a"), /away/);
  fails = false;
  assert.equal(await find("a"), "found");
});
