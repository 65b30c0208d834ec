/** One sings, the other sees it: record, survive a lost network, tune, compare, harmonise; and no microphone. */
import assert from "node:assert/strict";
import { axeCheck, NARROW, resize, WIDE } from "../fixtures/axe.ts";
import { launchChromium, type Page } from "../fixtures/browser.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { openStudio, openVoice, personInBrowser, songOf } from "../fixtures/studio_page.ts";
import { sungWav } from "../fixtures/sung_wav.ts";
import { until } from "../fixtures/until.ts";

Deno.test({
  name: "a voice is recorded, put in tune and harmonised before two browsers",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    const sung = await sungWav(9);
    const server = await startServer();
    const browser = await launchChromium([
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${sung}`,
    ]);
    try {
      const { url } = server;
      const june = await personInBrowser(browser, url, "June Park");
      const tobi = await personInBrowser(browser, url, "Tobi Adeyemi");
      const song = await songOf(june, [[tobi, "viewer"]]);
      await Promise.all([openStudio(june, url, song), openStudio(tobi, url, song)]);
      const { page } = june;
      const step = async (name: string, work: () => Promise<void>) => {
        assert.ok(await t.step(name, work), "what follows stands on this");
      };

      await step(
        "a microphone that is refused says how to allow it, and how to go on",
        async () => {
          await openVoice(page);
          await page.getByRole("button", { name: "Record a take" }).first().click();
          const note = page.getByRole("alert").filter({ hasText: "keeps the microphone off" });
          await note.waitFor();
          await note.getByRole("button", { name: "Upload a take" }).waitFor();
        },
      );

      await step("allowed, it is switched on, and its level is seen", async () => {
        await page.context().grantPermissions(["microphone"]);
        await page.getByRole("button", { name: "Check again" }).click();
        const meter = page.getByRole("meter", { name: "Input level" });
        await until("sound", async () => Number(await meter.getAttribute("aria-valuenow")) > -40);
      });

      await step("counted in, recorded at the needle, and the other sees who sings", async () => {
        await openVoice(tobi.page);
        const record = page.getByRole("button", { name: "Record a take" }).last();
        await record.click();
        await page.getByText("Counting in").first().waitFor();
        await tobi.page.getByText("June Park is recording").waitFor();
        await until("five seconds of song", async () => await seconds(page) >= 5);
        await page.getByRole("button", { name: "Stop recording" }).click();
        await Promise.all(
          [page, tobi.page].map((each) =>
            each.getByRole("button", { name: "Take 1", exact: true }).waitFor()
          ),
        );
        const { recordings } = await june.json<Recordings>(
          200,
          "GET",
          `/projects/${song}/recordings`,
        );
        const [take] = recordings;
        assert.equal(recordings.length, 1);
        assert.equal(take!.channels, 1);
        assert.equal(take!.offset_seconds, 0);
        assert.ok(
          take!.duration_seconds > 4.5 && take!.duration_seconds < 60,
          JSON.stringify(take),
        );
      });

      await step("its pitch is drawn for both, with the notes in words", async () => {
        for (const each of [page, tobi.page]) {
          await until(
            "notes",
            async () => await each.getByRole("list", { name: "Notes" }).locator("li").count() > 3,
          );
        }
        const plot = page.getByRole("group", { name: /^Pitch of Take 1/ });
        await plot.focus();
        await page.keyboard.press("ArrowRight");
        await page.getByText(/^Note 1 of \d+: [A-G]/).last().waitFor({ state: "attached" });
      });

      await step("words fitted to the take stand under its notes, and lead to them", async () => {
        await june.json(200, "PUT", `/projects/${song}/lyrics`, {
          text: "Salt on the window",
        });
        const { recordings: [take] } = await june.json<Recordings>(
          200,
          "GET",
          `/projects/${song}/recordings`,
        );
        const wish = { recording_id: take!.id, mode: "suggest" };
        const asked = await june.json(202, "POST", `/projects/${song}/lyrics/match`, wish);
        const { result } = await june.job(asked.id as string);
        // A word may be proposed before it, and then it is "And salt".
        const times = new Map(
          (result!.lines as readonly FitLine[]).flatMap(({ words }) => words)
            .map(({ word, syllable_seconds }) => [word.toLowerCase(), syllable_seconds[0]!]),
        );
        for (const each of [page, tobi.page]) {
          await until("the words", async () => /Salt.*window/.test(await underNotes(each)));
        }
        const word = tobi.page.getByRole("list", { name: "Words under the notes" })
          .getByRole("button").first();
        await word.click();
        await until(
          "the needle at the word",
          async () => Math.abs(await seconds(tobi.page) - times.get("salt")!) < .002,
        );
        await tobi.page.keyboard.press("End");
        await tobi.page.keyboard.press("Enter");
        await until(
          "the needle at the last word",
          async () => await seconds(tobi.page) > times.get("salt")! + 1,
        );
        await tobi.page.getByRole("button", { name: "Return to start" }).click();
      });

      await step("where one points on the plot the other sees, on the same note", async () => {
        const [box, others] = [page.locator(".roll-plot"), tobi.page.locator(".roll-plot")];
        const { x, y, width, height } = (await box.boundingBox())!;
        await page.mouse.move(x + .4 * width, y + .5 * height);
        await page.mouse.move(x + .5 * width, y + .4 * height);
        const cursor = others.locator(".cursor-place").filter({ hasText: "June" });
        const plot = (await others.boundingBox())!;
        await until("June's pointer", async () => {
          const at = await cursor.boundingBox({ timeout: 1000 }).catch(() => null);
          return at !== null && Math.abs(at.x - plot.x - .5 * plot.width) < 3 &&
            Math.abs(at.y - plot.y - .4 * plot.height) < 3;
        });
        await page.mouse.move(x - 60, y + .4 * height);
        await cursor.waitFor({ state: "detached" });
      });

      await step("who follows is brought to the take, and back when it is left", async () => {
        const desk = (each: Page) => each.locator(".voice-desk");
        const sideTab = (each: Page, name: string) =>
          each.getByRole("tablist", { name: "Side panel" }).getByRole("tab", { name });
        await sideTab(page, "Lyrics").click();
        await sideTab(tobi.page, "History").click();
        await tobi.page.getByRole("button", { name: /^June Park, .*Follow$/ }).click();
        await sideTab(page, "Voice").click();
        await desk(tobi.page).waitFor();
        await tobi.page.getByRole("group", { name: /^Pitch of Take 1/ }).waitFor();
        await sideTab(page, "Lyrics").click();
        await desk(tobi.page).waitFor({ state: "detached" });
        assert.equal(await sideTab(tobi.page, "History").getAttribute("aria-selected"), "true");
        await sideTab(page, "Voice").click();
        await desk(tobi.page).waitFor();
        await tobi.page.keyboard.press("Escape");
        await tobi.page.getByRole("button", { name: /^Following June/ }).waitFor({
          state: "detached",
        });
        await desk(tobi.page).waitFor();
      });

      await step("a take that the network would not take waits on the device", async () => {
        await page.context().setOffline(true);
        await tab(page, "Record");
        await page.getByLabel("Sound files").setInputFiles(sung);
        await page.getByText("until the connection is back").waitFor();
        await page.context().setOffline(false);
        await openStudio(june, url, song); // another page takes up what the first has left
        await openVoice(page);
        await page.getByText("2 takes").waitFor();
        for (const each of [page, tobi.page]) {
          await each.getByRole("button", { name: "Take 1", exact: true }).click();
        }
      });

      await step(
        "tuned: a version with a report, seen by both; a viewer may only listen",
        async () => {
          await tab(page, "Tune");
          // Only Gemini writes words down, and this server has no key for it.
          assert.equal(await page.getByRole("button", { name: "Write down" }).count(), 0);
          await page.getByRole("button", { name: "Tune Take 1" }).click();
          for (const each of [page, tobi.page]) {
            await each.getByText("Off pitch").first().waitFor({ timeout: 240_000 });
          }
          const [before, after] = await page.locator(".facts dd").first().innerText().then((
            words,
          ) => [...words.matchAll(/[\d.]+/g)].map(Number));
          assert.ok(after! < before! / 2, `off by ${before}, then by ${after} cents`);
          await tab(tobi.page, "Tune");
          await tobi.page.getByText("You can listen and compare here").waitFor();
          assert.equal(
            await tobi.page.getByRole("button", { name: "Tune Take 1" }).isDisabled(),
            true,
          );
        },
      );

      await step("compared at one loudness, by the one who listens alone", async () => {
        await tobi.page.locator(".ab label").first().click();
        await tobi.page.getByText("Only you hear this").waitFor();
        await until("it plays", async () => await seconds(tobi.page) > .3);
        await tobi.page.locator(".ab label").last().click();
        const playing = await seconds(tobi.page);
        await until("it goes on", async () => await seconds(tobi.page) > playing);
        await tobi.page.getByRole("button", { name: "Hear the mix" }).click();
        const level = () =>
          tobi.page.locator(".master .meter").evaluate((meter) =>
            Number(getComputedStyle(meter).getPropertyValue("--l"))
          );
        await until("the voice in the mix", async () => await level() > 0.3);
        await tobi.page.getByRole("button", { name: "Pause" }).click();
        assert.equal(await page.getByText("Only you hear this").count(), 0);
      });

      await step("harmonies arrive as tracks on both screens, and go by one undo", async () => {
        await page.getByRole("button", { name: "Add", exact: true }).click();
        await page.locator(".job.done", { hasText: "The harmonies are here" }).waitFor({
          timeout: 240_000,
        });
        const lanes = (each: Page) => each.locator(".takes .p-verdigris:not(.job-lane)").count();
        for (const each of [page, tobi.page]) {
          await until("two harmonies", async () => await lanes(each) === 2);
        }
        await page.locator(".job.done").getByRole("button", { name: "Undo" }).click();
        for (const each of [page, tobi.page]) {
          await until("none", async () => await lanes(each) === 0);
        }
      });

      await step(
        "as sung is back in the mix; a take is deleted, and comes back by undo",
        async () => {
          await tab(page, "Versions");
          await page.getByRole("button", { name: "Use in the mix" }).last().click();
          await tobi.page.getByText("in the mix, as sung").waitFor();
          await page.getByRole("button", { name: "More for Take 1" }).click();
          await page.getByRole("button", { name: "Delete" }).click();
          const takeOne = (each: Page) => each.getByRole("button", { name: "Take 1", exact: true });
          await takeOne(tobi.page).waitFor({ state: "detached" });
          await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
          await takeOne(tobi.page).waitFor();
        },
      );

      await step("axe finds nothing to complain about in its panels", async () => {
        for (const name of ["Record", "Tune", "Versions"]) {
          await resize(page, WIDE);
          await tab(page, name);
          await axeCheck(page, [WIDE]);
        }
        for (const name of ["Take", "Lanes", "Tune"]) {
          await resize(page, NARROW);
          await page.locator(".voice-panes").getByRole("tab", { name }).click();
          await axeCheck(page, [NARROW]);
        }
      });

      await step("nothing scrolls sideways, in either theme", async () => {
        for (const width of [320, 768, 1440]) {
          await page.setViewportSize({ width, height: 800 });
          for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `${wide} px of page in ${width} px`);
          }
        }
      });
      // The network was away, and a sending that it cut was begun again.
      const offline = /ERR_INTERNET_DISCONNECTED|WebSocket connection|status of 4(00|09)/;
      const complaints = [...june.complaints, ...tobi.complaints];
      assert.deepEqual(complaints.filter((words) => !offline.test(words)), []);
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
      await Deno.remove(sung);
    }
  },
});

interface FitLine {
  readonly words: readonly {
    readonly word: string;
    readonly syllable_seconds: readonly number[];
  }[];
}

interface Recordings {
  readonly recordings: readonly {
    readonly id: string;
    readonly channels: number;
    readonly offset_seconds: number;
    readonly duration_seconds: number;
  }[];
}

/** Every word of the row, also what has no room. */
async function underNotes(page: Page): Promise<string> {
  const words = await page.locator(".under button").evaluateAll((pieces) =>
    pieces.map((piece) => piece.getAttribute("aria-label") ?? piece.textContent)
  );
  return words.join(" ");
}

async function tab(page: Page, name: string): Promise<void> {
  await page.locator(".voice-tabs label").filter({ hasText: name }).click();
}

/** Where the needle stands. */
async function seconds(page: Page): Promise<number> {
  const words = await page.locator(".readout b").first().innerText();
  const [minutes, rest] = words.split(":");
  return Number(minutes) * 60 + Number(rest);
}
