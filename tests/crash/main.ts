/**
 * `deno task test:crash`: many rounds of `kill -9`, and the figures. `CRASH_ROUNDS` (200) says how many,
 * `CRASH_SEED` repeats who does what and when the kill comes; the machine's own timing is its own.
 */
import { crashRounds } from "./rounds.ts";

const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const whole = (name: string, otherwise: number) => {
  const given = Deno.env.get(name) ?? String(otherwise);
  if (/^\d+$/.test(given)) return Number(given);
  print(`${name}=${given} is not a whole number`);
  Deno.exit(1);
};

const rounds = whole("CRASH_ROUNDS", 200);
const seed = whole("CRASH_SEED", Math.floor(Math.random() * 1e9));
print(`${rounds} rounds of kill -9, CRASH_SEED=${seed}`);
const figures = await crashRounds({ rounds, seed, composeEvery: 25, say: print });
const { recoveryMs } = figures;
print(`rounds                       ${figures.rounds}, all with everything acknowledged`);
print(`of them with the database    ${figures.databaseCrashes}`);
print(`acknowledged socket updates  ${figures.acknowledgedUpdates}`);
print(`answered REST writes         ${figures.answeredRequests}`);
print(`jobs                         ${JSON.stringify(figures.jobs)}`);
print(`compactions                  ${figures.compactions}`);
print(`from kill to checked         ${recoveryMs.median} ms median, ${recoveryMs.worst} ms worst`);
print(`took                         ${figures.seconds} s`);
