import { analyseVoice } from "../../services/voice/analyse_voice.ts";
import { artefacts } from "../../services/voice/artefacts.ts";
import { applyStyle } from "../../services/voice/styles/apply_style.ts";
import { STYLE_NAMES } from "../../services/voice/styles/style_names.ts";
import { printFigures } from "../../tests/fixtures/figure_table.ts";
import { CHOIR, realVoice, VOICES } from "../../tests/fixtures/voices.ts";
import { judge } from "../say.ts";

const STRENGTHS = [0.5, 1];

/** Every style on every real voice: what clicks, what is no number, how loud, how far from the voice. */
export async function styles(): Promise<void> {
  const rows = STYLE_NAMES.map((style) => ({
    style,
    clicks: 0,
    invalid: 0,
    least_moved_db: Infinity,
    most_loudness_change_lu: 0,
    highest_true_peak_db: -Infinity,
  }));
  for (const voice of [...VOICES, CHOIR]) {
    const take = await realVoice(voice);
    const analysis = analyseVoice(take);
    for (const row of rows) {
      for (const strength of STRENGTHS) {
        const options = { style: row.style, strength, seed: 7, tempoBpm: 100 };
        const { take: result, report } = applyStyle(take, analysis, options);
        const found = artefacts(take, result);
        const change = report.loudness_after_lufs! - report.loudness_before_lufs!;
        row.clicks += found.clicksSeconds.length;
        row.invalid += found.invalid;
        row.most_loudness_change_lu = Math.max(row.most_loudness_change_lu, Math.abs(change));
        row.highest_true_peak_db = Math.max(row.highest_true_peak_db, report.true_peak_db!);
        if (strength === 1 && voice !== CHOIR) {
          row.least_moved_db = Math.min(row.least_moved_db, report.spectrum_moved_db);
        }
      }
    }
  }
  printFigures(
    `  styles on ${VOICES.length + 1} real voices, at a half and at full strength`,
    rows,
  );
  const sum = (of: (row: typeof rows[number]) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  const clicks = sum(({ clicks, invalid }) => clicks + invalid);
  judge("clicks and samples that are no numbers", `${clicks}`, "0", clicks === 0);
  const least = Math.min(...rows.map((row) => row.least_moved_db));
  judge("least change of colour", `${least.toFixed(1)} dB`, "≥ 3 dB", least >= 3);
}
