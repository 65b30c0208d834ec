import { expect } from "expect";
import type { RecordingView } from "../../collab/document/schema.ts";
import type { Api } from "../session/api.ts";
import { createPitchBook } from "./pitch_book.ts";

const take = (id: string) => ({ kind: "take", id } as RecordingView);
const ANSWER = { hop_seconds: .01, f0_hz: [220] };

Deno.test("many recordings are asked for two at a time, each once; one that fails lets the next go on", async () => {
  const asked: string[] = [];
  const answers: PromiseWithResolvers<unknown>[] = [];
  const api = {
    get: (path: string) => {
      asked.push(path);
      const answer = Promise.withResolvers<unknown>();
      answers.push(answer);
      return answer.promise;
    },
  } as Pick<Api, "get"> as Api;
  const book = createPitchBook(api);
  const pages = ["a", "b", "c", "d"].map((id) => book.of(take(id)));
  expect(book.of(take("a"))).toBe(pages[0]);
  expect(asked).toEqual(["/recordings/a/pitch", "/recordings/b/pitch"]);
  const settled = async (i: number, settle: () => void) => {
    const seen = Promise.withResolvers<void>();
    const end = pages[i]!.subscribe(({ kind }) => kind !== "loading" && seen.resolve());
    settle();
    await seen.promise;
    end();
    await Promise.resolve();
  };
  await settled(1, () => answers[1]!.reject(new Error("away")));
  await settled(0, () => answers[0]!.resolve(ANSWER));
  expect(asked.length).toBe(4);
  await settled(2, () => answers[2]!.resolve(ANSWER));
  await settled(3, () => answers[3]!.resolve(ANSWER));
  expect(pages.map((page) => page.value.kind)).toEqual(["here", "failed", "here", "here"]);
  void book.of(take("e"));
  expect(asked.at(-1)).toBe("/recordings/e/pitch");
});
