/** A phrase of one take in another: chosen by keys, seen by the other, heard and exported, undone. */
import assert from "node:assert/strict";
import type { TrackView } from "../../collab/document/schema.ts";
import { readWav, writeWav } from "../../services/mixer/wav.ts";
import { melody } from "../../services/voice/singer/melody.ts";
import { sing } from "../../services/voice/singer/sing.ts";
import { axeCheck, WIDE } from "../fixtures/axe.ts";
import { launchChromium, type Page } from "../fixtures/browser.ts";
import { playerIn } from "../fixtures/played_in_browser.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import {
  openStudio,
  openVoice,
  type Person,
  personInBrowser,
  songOf,
} from "../fixtures/studio_page.ts";
import { takeForm } from "../fixtures/tones.ts";
import { unzip } from "../fixtures/unzip.ts";
import { until } from "../fixtures/until.ts";

/** Set to a folder to keep pictures of what was seen. */
const keepPictures = Deno.env.get("KEEP_SCREENSHOTS");

interface TrackAnswer {
  readonly id: string;
  readonly source_id: string;
  readonly pieces: readonly {
    readonly recording_id: string;
    readonly from_seconds: number;
    readonly to_seconds: number;
  }[];
}

Deno.test({
  name: "a phrase of another take is chosen before two browsers",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const { url } = server;
      const june = await personInBrowser(browser, url, "June Park");
      const tobi = await personInBrowser(browser, url, "Tobi Adeyemi");
      const song = await songOf(june, [[tobi, "viewer"]]);
      const track = async () => {
        const at = `/projects/${song}/tracks`;
        const { tracks } = await june.json<{ tracks: readonly TrackAnswer[] }>(200, "GET", at);
        return tracks[0]!;
      };
      const [first, second] = [sung(4), sung(11)];
      await june.json(201, "POST", `/projects/${song}/recordings`, formOf(first, "Take 1"));
      const { id: stack } = await track();
      const form = formOf(second, "Take 2", { stack });
      await june.json(201, "POST", `/projects/${song}/recordings`, form);
      await Promise.all([openStudio(june, url, song), openStudio(tobi, url, song)]);
      await Promise.all([openVoice(june.page), openVoice(tobi.page)]);
      const { page } = june;
      const words = (each: Page, name: string) =>
        each.locator(".track.take", { has: each.getByRole("button", { name, exact: true }) })
          .locator(".sub");
      const say = (each: Page, name: string, said: string) =>
        until(`${name} to say ${said}`, async () => await words(each, name).innerText() === said);
      const step = async (name: string, work: () => Promise<void>) => {
        assert.ok(await t.step(name, work), "what follows stands on this");
      };

      await step("by keys, and everybody sees where it comes from", async () => {
        await say(page, "Take 1", "not used");
        const phrases = page.getByRole("list", { name: "Phrases of Take 1" });
        const buttons = phrases.getByRole("button");
        await until("phrases", async () => await buttons.count() >= 3);
        await buttons.first().focus();
        await page.keyboard.press("ArrowRight");
        const chosen = phrases.getByRole("button", {
          name: /^Use phrase 2 of Take 1, 0:0\d\.\d to/,
        });
        await until(
          "the second in focus",
          () => chosen.evaluate((button) => button === document.activeElement),
        );
        await page.keyboard.press("Enter");
        await page.getByText("Phrase from Take 1 in the mix").waitFor();
        for (const each of [page, tobi.page]) {
          await say(each, "Take 1", "one phrase used");
          await say(each, "Take 2", "in the mix, one phrase from Take 1");
        }
        await phrases.getByRole("button", { name: /^Take phrase 2 of Take 1 out/ }).waitFor();
        await page.getByRole("button", { name: /^Use Take 2 here again, 0:0/ }).first().waitFor();
        assert.equal(await tobi.page.locator(".phrase").count(), 0, "a viewer only looks");
        if (keepPictures) await pictures(june, keepPictures);
      });

      await step("it plays across the seam, and its lanes have nothing against them", async () => {
        const [{ from_seconds, to_seconds }] = (await track()).pieces as [TrackAnswer["pieces"][0]];
        await page.locator(".take .phrase.hear").first().press("Enter");
        await page.getByRole("button", { name: "Play", exact: true }).click();
        await until("the phrase", async () => {
          const at = await seconds(page);
          return at > from_seconds + .3 && at < to_seconds;
        });
        const level = () =>
          page.locator(".master .meter").evaluate((meter) =>
            Number(getComputedStyle(meter).getPropertyValue("--l"))
          );
        await until("sound", async () => await level() > .3);
        await page.getByRole("button", { name: "Pause" }).click();
        await axeCheck(page, [WIDE]);
      });

      await step("the exported mix has it there, and the other take elsewhere", async () => {
        const [piece] = (await track()).pieces;
        const wish = { kind: "mix", format: "wav" };
        const at = `/projects/${song}/exports`;
        const { id } = await june.json<{ id: string }>(202, "POST", at, wish);
        const { result } = await june.job(id);
        const mix = readWav(await june.asset(String(result!.asset_id))).channels[0]!;
        const inside = [piece!.from_seconds + .1, piece!.to_seconds - .1] as const;
        assert.ok(likeness(mix, first, inside) > .95, `${likeness(mix, first, inside)}`);
        assert.ok(Math.abs(likeness(mix, second, inside)) < .5);
        const before = [0, piece!.from_seconds - .1] as const;
        assert.ok(likeness(mix, second, before) > .95, `${likeness(mix, second, before)}`);
      });

      await step("what a browser plays is the exported stem, from wherever it begins", async () => {
        const at = `/projects/${song}/exports`;
        const { id } = await june.json<{ id: string }>(202, "POST", at, {
          kind: "stems",
          format: "zip",
        });
        const { result } = await june.job(id);
        const [file] = await unzip(await june.asset(String(result!.asset_id)));
        const stem = readWav(file!.bytes).channels[0]!;
        const document = `/projects/${song}/document`;
        const { tracks } = await june.json<{ tracks: readonly TrackView[] }>(200, "GET", document);
        const player = await playerIn(browser, june, tracks, RATE);
        const seam = tracks[0]!.pieces[0]!.from_seconds;
        for (const beginSeconds of [0, seam + .0021, seam + 1]) {
          const begin = Math.round(beginSeconds * RATE);
          const played = await player.render(
            begin / RATE,
            3 * RATE + (beginSeconds === 0 ? stem.length - 3 * RATE : 0),
          );
          const db = differenceDb(played, stem.subarray(begin, begin + played.length));
          assert.ok(db < -90, `from ${beginSeconds} s: ${db.toFixed(1)} dB`);
        }
      });

      await step("undone, it is as it was, for both", async () => {
        await page.getByRole("button", { name: /^Undo/ }).first().click();
        for (const each of [page, tobi.page]) {
          await say(each, "Take 1", "not used");
          await say(each, "Take 2", "in the mix, as sung");
        }
        await until("the server", async () => (await track()).pieces.length === 0);
      });

      await step("by hand, and three ways back", async () => {
        const back = [
          page.locator(".phrase.out"),
          page.getByRole("button", { name: /^Use Take 2 here again/ }),
          page.locator(".toast").last().getByRole("button", { name: "Undo" }),
        ];
        for (const way of back) {
          await page.locator(".phrase.use").last().click();
          await say(tobi.page, "Take 1", "one phrase used");
          await way.first().click();
          await say(tobi.page, "Take 1", "not used");
        }
        await until("nothing left", async () => (await track()).pieces.length === 0);
      });
      assert.deepEqual([...june.complaints, ...tobi.complaints], []);
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
    }
  },
});

/** How far one sound is from another, relative to it. */
function differenceDb(a: Float32Array, b: Float32Array): number {
  let [residual, power] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    residual += (a[i]! - b[i]!) ** 2;
    power += b[i]! ** 2;
  }
  return 10 * Math.log10(residual / power);
}

/** Three phrases and more, each with a tune of its own. */
function sung(seed: number): Float32Array<ArrayBuffer> {
  const notes = melody({ voice: "alto", seconds: 18, seed, articulation: "legato" });
  return sing(notes, { seed, sampleRate: RATE }).take.channels[0]!;
}

const RATE = 44_100;

function formOf(sound: Float32Array, name: string, fields: Record<string, string> = {}): FormData {
  return takeForm(writeWav([sound], RATE, 16), { name, ...fields }, "take.wav");
}

/** Normalised correlation between two moments. */
function likeness(
  a: Float32Array,
  b: Float32Array,
  [from, to]: readonly [fromSeconds: number, toSeconds: number],
): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = Math.round(from * RATE); i < to * RATE; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Where the needle stands. */
async function seconds(page: Page): Promise<number> {
  const words = await page.locator(".readout b").first().innerText();
  const [minutes, rest] = words.split(":");
  return Number(minutes) * 60 + Number(rest);
}

async function pictures({ page }: Person, folder: string): Promise<void> {
  for (const [width, height] of [[390, 844], [900, 1100], [1440, 900]] as const) {
    await page.setViewportSize({ width, height });
    if (width < 700) await page.locator(".voice-panes").getByRole("tab", { name: "Lanes" }).click();
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/comp-${width}-${colorScheme}.png` });
    }
    if (width < 700) await page.locator(".voice-panes").getByRole("tab", { name: "Take" }).click();
  }
}
