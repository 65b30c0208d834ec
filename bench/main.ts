/** `deno task bench [name …]`: each speed against its peer, in one run on one machine. */

interface Bench {
  readonly what: string;
  run(): Promise<void>;
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  compose: async () => ({
    what: "a 60 s piece with stems, master and MP3, against FluidSynth and one MP3 encode",
    run: (await import("./compose.ts")).run,
  }),
  rooms: async () => ({
    what: "fan-out of a room with the durable log on, against stock Hocuspocus on Node",
    run: (await import("./rooms.ts")).run,
  }),
  analyse: async () => ({
    what: "the mood of a 12-megapixel photo, against ffmpeg decoding and scaling it",
    run: (await import("./analyse.ts")).run,
  }),
  jobs: async () => ({
    what: "a job from enqueue to start",
    run: (await import("./jobs.ts")).run,
  }),
};

const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

const chosen = Deno.args.length ? Deno.args : Object.keys(BENCHES);
const unknown = chosen.filter((name) => !(name in BENCHES));
if (unknown.length) {
  print(`no bench called ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);
  Deno.exit(1);
}
for (const name of chosen) {
  const bench = await BENCHES[name]!();
  print(`\n${name}: ${bench.what}`);
  await bench.run();
}
