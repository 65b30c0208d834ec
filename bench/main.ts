/**
 * `deno task bench [name [part …]] …`: each speed against its peer, in one run on one machine. Without
 * names all of them; without parts all parts.
 */
interface Bench {
  readonly what: string;
  /** What can be run alone. */
  readonly parts: readonly string[];
  run(parts: readonly string[]): Promise<void>;
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  compose: async () => ({
    what: "a 60 s piece with stems, master and MP3, against FluidSynth and one MP3 encode",
    parts: [],
    run: (await import("./compose.ts")).run,
  }),
  rooms: async () => ({
    what: "rooms with the durable log on, against stock Hocuspocus on Node and bare Yjs",
    ...(await import("./rooms.ts")),
  }),
  analyse: async () => ({
    what: "the mood of a 12-megapixel photo, against ffmpeg decoding and scaling it",
    parts: [],
    run: (await import("./analyse.ts")).run,
  }),
  jobs: async () => ({
    what: "a job from enqueue to start",
    parts: [],
    run: (await import("./jobs.ts")).run,
  }),
  voice: async () => ({
    what: "pitch correction against Rubber Band, the loop meanwhile, and all against the truth",
    ...(await import("./voice.ts")),
  }),
  lyrics: async () => ({
    what: "rhymes after a start and then, and a lyric job from request to document",
    parts: [],
    run: (await import("./lyrics.ts")).run,
  }),
  rest: async () => ({
    what: "authenticated GET of a project, against a bare route with one query",
    parts: [],
    run: (await import("./rest.ts")).run,
  }),
};

interface Chosen {
  readonly name: string;
  readonly bench: Bench;
  readonly parts: string[];
}

const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

for (const { name, bench, parts } of await choose(Deno.args)) {
  print(`\n${name}: ${bench.what}`);
  await bench.run(parts.length ? parts : bench.parts);
}

/** Names, each with those of its parts that follow it. */
async function choose(words: readonly string[]): Promise<readonly Chosen[]> {
  const chosen: Chosen[] = [];
  for (const word of words.length ? words : Object.keys(BENCHES)) {
    const last = chosen.at(-1);
    if (last?.bench.parts.includes(word)) last.parts.push(word);
    else if (word in BENCHES) chosen.push({ name: word, bench: await BENCHES[word]!(), parts: [] });
    else {
      const parts = last?.bench.parts.length ? `; ${last.name} has ${last.bench.parts}` : "";
      print(`no bench called ${word}; there are ${Object.keys(BENCHES).join(", ")}${parts}`);
      Deno.exit(1);
    }
  }
  return chosen;
}
