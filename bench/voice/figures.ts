import {
  breathRows,
  correctionRows,
  formantRows,
  timingRows,
} from "../../services/voice/figures/rows.ts";
import { table } from "../../services/voice/figures/table.ts";
import { say } from "../say.ts";

const SUNG = { seconds: 20, seed: 11 };

/** Five voices, clean and in noise, each at its worst. */
export function figures(): void {
  for (const snrDb of [undefined, 20, 10]) {
    say(`correction, ${snrDb === undefined ? "clean" : `noise at ${snrDb} dB`}`);
    print(table(correctionRows({ ...SUNG, snrDb })));
  }
  say("formants");
  print(table(formantRows([-5, -3, -1, 1, 3, 5])));
  for (const snrDb of [undefined, 20]) {
    say(`timing, ${snrDb === undefined ? "clean" : `noise at ${snrDb} dB`}`);
    print(table(timingRows({ ...SUNG, snrDb })));
  }
  say("breaths");
  print(table(breathRows(SUNG)));
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}
