/**
 * Words: the first rhyme after a start, rhymes after that, and a lyric job from its request to the text
 * in the document, over REST against a server that was started as people start it.
 */
import { createLyricist } from "../services/lyrics/lyricist.ts";
import { signUp } from "../tests/fixtures/client.ts";
import { startServer } from "../tests/fixtures/server.ts";
import { judge, median, say } from "./say.ts";

const LOOK_UP_BAR_MS = 20;
const WORDS = "fire night love ocean heart remember dream alone river light forever home rain gold"
  .split(" ");
const ROUNDS = 30;
const JOBS = 9;

export async function run(): Promise<void> {
  await rhymes();
  await jobs();
}

/** The thread alone. */
async function rhymes(): Promise<void> {
  const lyricist = createLyricist();
  const look = async (word: string) => {
    const started = performance.now();
    await lyricist.ask("rhymes", { word, near: true, limit: 60 });
    return performance.now() - started;
  };
  say(`first look-up, with the dictionaries to read: ${(await look("orange")).toFixed(0)} ms`);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const word of WORDS) times.push(await look(word));
  }
  lyricist.close();
  const slow = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
  const figure = `median ${median(times).toFixed(1)} ms, p99 ${slow.toFixed(1)} ms`;
  judge("look-ups after that", figure, `${LOOK_UP_BAR_MS} ms`, slow < LOOK_UP_BAR_MS);
}

/** A server, from its first line on. */
async function jobs(): Promise<void> {
  const server = await startServer();
  try {
    const ada = await signUp(server.url);
    const first = performance.now();
    await ada.json(200, "GET", "/rhymes?word=orange&near=true");
    say(`first GET /rhymes of a new server: ${(performance.now() - first).toFixed(0)} ms`);
    const { id } = await ada.json<{ id: string }>(201, "POST", "/projects", { title: "Bench" });
    const times: number[] = [];
    for (let seed = 0; seed < JOBS; seed++) {
      const started = performance.now();
      const ask = { theme: "leaving home by train", mode: "replace", seed };
      const path = `/projects/${id}/lyrics/generate`;
      await ada.job((await ada.json<{ id: string }>(202, "POST", path, ask)).id);
      times.push(performance.now() - started);
    }
    say(`a whole song, from the request to the document: median ${median(times).toFixed(0)} ms`);
  } finally {
    await server.stop();
  }
}
