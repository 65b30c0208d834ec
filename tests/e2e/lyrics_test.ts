/** Two people and the Alchemist in one text: written together, chosen from, fitted to a melody, sung. */
import assert from "node:assert/strict";
import { axeCheck, NARROW, resize, WIDE } from "../fixtures/axe.ts";
import { launchChromium, type Page } from "../fixtures/browser.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import {
  lyrics,
  lyricsText,
  openStudio,
  personInBrowser,
  pillSays,
  songOf,
} from "../fixtures/studio_page.ts";
import { until } from "../fixtures/until.ts";

const TEXT = `[Verse 1]
Salt on the window, the ferry gone slow
You left a blue coat where tall grasses grow
I counted the lights till the harbour ran dry
And painted your name in a low-water sky`;

Deno.test({
  name: "two people and the Alchemist write one text",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const { url } = server;
      const june = await personInBrowser(browser, url, "June Park");
      const tobi = await personInBrowser(browser, url, "Tobi Adeyemi");
      const { page } = june;
      const song = await songOf(june, [[tobi, "editor"]]);
      const path = `/projects/${song}`;
      await june.json(200, "PUT", `${path}/lyrics`, { text: TEXT });
      await Promise.all([openStudio(june, url, song), openStudio(tobi, url, song)]);
      const step = async (name: string, work: () => Promise<void>) => {
        assert.ok(await t.step(name, work), "what follows stands on this");
      };
      const agree = () =>
        until("the margins to say what the server reads", async () => {
          const { lines } = await june.json<Lyrics>(200, "GET", `${path}/lyrics`);
          const sung = lines.filter(({ heading, syllables }) => !heading && syllables > 0);
          const wanted = sung.map(({ syllables, rhyme }) => `${syllables} ${rhyme}`);
          return JSON.stringify(await margins(page)) === JSON.stringify(wanted);
        });

      await step(
        "the margins count and rhyme as the server does, also after a change",
        async () => {
          await agree();
          await page.getByRole("button", {
            name: /^Verse 1 AABB ?, 4 lines, syllables 10, 10, 11, 11$/,
          })
            .waitFor();
          await caretBehind(page, "low-water sky");
          await page.keyboard.type(" tonight");
          await agree();
          await page.getByRole("button", { name: /^Verse 1 AABC/ }).waitFor();
        },
      );

      await step("what the server has not counted yet is legible too", async () => {
        const counted = Promise.withResolvers<void>();
        await page.route(`**${path}/lyrics`, async (route) => {
          await counted.promise;
          await route.continue();
        });
        await caretBehind(page, "sky tonight");
        await page.keyboard.type(" again");
        await page.locator(".lyric-syllables .lyric-old").first().waitFor();
        await axeCheck(page, [WIDE]);
        counted.resolve();
        for (let letter = 0; letter < " again".length; letter++) {
          await page.keyboard.press("Backspace");
        }
        await agree();
      });

      await step(
        "a line runs the way of its letters; one of signs alone is neither counted nor rhymed",
        async () => {
          await caretBehind(page, "sky tonight");
          const typed = "\nשלום עולם\n🔥 …";
          await page.keyboard.type(typed);
          await agree();
          const way = (words: string) =>
            page.locator(".cm-line", { hasText: words }).evaluate((line) =>
              getComputedStyle(line).direction
            );
          assert.deepEqual([await way("שלום"), await way("ferry gone")], ["rtl", "ltr"]);
          await page.getByRole("button", { name: /^Verse 1 AABCD ?, 6 lines, syllables .*, 4$/ })
            .waitFor();
          for (const _letter of typed) await page.keyboard.press("Backspace");
          await agree();
          await page.getByRole("button", { name: /^Verse 1 AABC/ }).waitFor();
        },
      );

      await step("what others choose is tinted in their ink, under their name", async () => {
        await caretBehind(tobi.page, "ferry gone slow");
        await tobi.page.keyboard.press("Shift+Home");
        await page.locator(".lyric-caret", { hasText: "Tobi" }).waitFor();
        const tint = page.locator(".lyric-chosen").first();
        const line =
          (await page.locator(".cm-line", { hasText: "ferry gone slow" }).boundingBox())!;
        await until("the tint to cover the words", async () => {
          const box = await tint.boundingBox();
          return box !== null && box.width > line.width / 3 && Math.abs(box.y - line.y) < 12;
        });
        await tobi.page.keyboard.press("End");
        await tint.waitFor({ state: "detached" });
      });

      await step("Tab leaves the words, as they say themselves", async () => {
        await page.keyboard.press("Tab");
        assert.ok(!await lyrics(page).evaluate((words) => words.contains(document.activeElement)));
        const told = await lyrics(page).getAttribute("aria-describedby");
        assert.match(await page.locator(`#${told}`).innerText(), /^Tab leaves the words/);
      });

      await step("a rhyme goes to where the caret stands", async () => {
        await caretBehind(page, "ferry gone slow");
        await page.getByRole("region", { name: "Rhymes" }).getByText("snow", { exact: true })
          .click();
        await until("the rhyme", async () => /gone slow snow\n/.test(await lyricsText(page)));
        await page.getByRole("button", { name: "Undo: Rhyme" }).click();
        await until("it is gone", async () => /gone slow\n/.test(await lyricsText(page)));
      });

      await step(
        "both type in one line while the next section is written: nothing is lost",
        async () => {
          await caretBehind(page, "ferry gone slow");
          await caretBehind(tobi.page, "Salt");
          const started = typeUntilDrafted(page, "x");
          await page.locator(".cm-line", { hasText: "slowx" }).waitFor();
          const [mine, theirs] = await Promise.all([
            started,
            typeUntilDrafted(tobi.page, "o"),
            tobi.json(202, "POST", `${path}/lyrics/generate`, {
              ...{ theme: "a harbour", mode: "insert", structure: ["chorus"], section: 0 },
            }),
          ]);
          const line = `Salt${theirs} on the window, the ferry gone slow${mine}`;
          const verse = `${TEXT.replace(/^Salt.*$/m, line)} tonight`;
          for (const each of [page, tobi.page]) {
            await until("the same words", async () => {
              const text = await lyricsText(each);
              return text.startsWith(`${verse}\n\n[Chorus]\n`) && text.split("\n").length > 8;
            });
          }
          await page.getByRole("group", { name: "Alchemist: Chorus, drafted by Alchemist, local" })
            .getByRole("button", { name: "Undo" }).click();
          for (const each of [page, tobi.page]) {
            await until(
              "what the people wrote, and nothing else",
              async () => (await lyricsText(each)).trim() === verse,
            );
          }
          // A pause between two letters makes two steps of them.
          for (let left = mine.length; left > 0;) {
            await page.getByRole("button", { name: "Undo: Words" }).click();
            const undone = new RegExp(`^Salt${theirs} on .* gone slow(x*)$`, "m");
            await until("June's letters alone to go", async () => {
              const found = undone.exec(await lyricsText(tobi.page));
              if (!found || found[1]!.length >= left) return false;
              left = found[1]!.length;
              return true;
            });
          }
        },
      );

      await step(
        "three others for a line outlive a reload; anybody keeps one, everybody sees it settled",
        async () => {
          const before = await lyricsText(page);
          const line = "You left a blue coat where tall grasses grow";
          await askForOthers(page, "tall grasses grow");
          assert.equal(await lyricsText(page), before, "what is offered is not in the text");
          await openStudio(june, url, song);
          for (const each of [page, tobi.page]) await offered(each, 3);
          await axeCheck(page, [WIDE]);
          const keep = keepButtons(tobi.page).first();
          const chosen = (await keep.getAttribute("aria-label"))!.replace("Keep: ", "");
          await keep.click();
          await page.getByText("Tobi Adeyemi kept one of the others").waitFor();
          for (const each of [page, tobi.page]) {
            const wanted = before.replace(line, chosen);
            await until("the chosen line", async () => await lyricsText(each) === wanted);
            await offered(each, 0);
          }
          await tobi.page.getByRole("button", { name: "Undo: Alternate" }).click();
          for (const each of [page, tobi.page]) {
            await until("the line from before", async () => await lyricsText(each) === before);
            await offered(each, 3);
          }
          await page.getByRole("button", { name: "Let go" }).click();
          for (const each of [page, tobi.page]) await offered(each, 0);
        },
      );

      await step("a line that somebody has changed since is not replaced", async () => {
        await askForOthers(page, "tall grasses grow");
        await caretBehind(tobi.page, "tall grasses grow");
        await tobi.page.keyboard.type("!");
        for (const each of [page, tobi.page]) {
          await each.getByText("This line has been changed since").waitFor();
          await offered(each, 0);
        }
        await tobi.page.keyboard.press("Backspace");
        await offered(page, 3);
        await tobi.page.getByRole("button", { name: "Let go" }).click();
        await page.getByText("Tobi Adeyemi let the others go").waitFor();
        await offered(page, 0);
      });

      await step("fitted to the composed lead, the words follow the playhead", async () => {
        const { canvases } = await june.json<{ canvases: { id: string }[] }>(
          200,
          "GET",
          `${path}/document`,
        );
        await june.json(202, "POST", `/canvases/${canvases[0]!.id}/music`, {
          duration_seconds: 30,
        });
        await page.getByText(/^Composed: \d+ tracks/).waitFor({ timeout: 240_000 });
        await openStep(page, "Fit");
        await page.getByRole("button", { name: "Fit the words" }).click();
        const row = page.locator(".fit-row").first();
        const sung = (await row.locator(".words").innerText()).trim();
        await row.getByRole("button", { name: /^Go to/ }).click();
        const now = page.locator(".cm-line.lyric-now");
        assert.equal((await now.innerText()).trim(), sung);
        const word = await now.locator(".lyric-sung").first().innerText();
        assert.ok(sung.startsWith(word) && word.length < sung.length, `"${word}" of "${sung}"`);
        const [file] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("button", { name: "LRC" }).click(),
        ]);
        assert.equal(file.suggestedFilename(), "Last ferry, Lyrics.lrc");
        assert.match(
          await Deno.readTextFile(await file.path()),
          /^\[ti:Last ferry\][^]*^\[00:\d\d\.\d\d\]<00:/m,
        );
      });

      await step(
        "axe finds nothing to complain about, wide and narrow, in both themes",
        async () => {
          await axeCheck(page, [WIDE]);
          await openStep(page, "Theme");
          await page.getByLabel("What is it about?").fill("the last ferry");
          await resize(page, NARROW);
          await page.getByRole("tab", { name: "Lyrics" }).first().click();
          await axeCheck(page, [NARROW]);
          for (const name of ["Ideas", "Draft", "Fit"] as const) {
            await openStep(page, name);
            if (name === "Ideas") await page.locator(".lyric-ideas .word").first().waitFor();
            await axeCheck(page, [NARROW]);
          }
          await openStep(page, "Fit");
          await page.getByRole("button", { name: "Sing" }).click();
          await axeCheck(page, [NARROW, WIDE]);
          await page.getByRole("button", { name: "Sing" }).click();
          await axeCheck(page, [WIDE]);
        },
      );

      await step("nothing scrolls sideways", async () => {
        for (const width of [320, 768, 1440]) {
          await page.setViewportSize({ width, height: 800 });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} px of page in ${width} px`);
        }
      });

      await step("who may only read is told why", async () => {
        await june.json(200, "PUT", `${path}/members/${tobi.user.id}`, { role: "viewer" });
        await pillSays(tobi.page, /^Read-only/);
        await openStep(tobi.page, "Draft");
        await tobi.page.getByText("Whoever owns the song can let you write").waitFor();
        await tobi.page.getByText("You can read, not write").waitFor();
        assert.ok(await tobi.page.getByRole("button", { name: "Write it anew" }).isDisabled());
      });
      assert.deepEqual([...june.complaints, ...tobi.complaints], []);
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
    }
  },
});

interface Lyrics {
  readonly lines: readonly {
    readonly heading: boolean;
    readonly text: string;
    readonly syllables: number;
    readonly rhyme: string;
  }[];
}

/** Number and letter of every line that has them, none of them old. */
async function margins(page: Page): Promise<readonly string[]> {
  const shown = async (margin: string) =>
    await page.locator(`.${margin} .cm-gutterElement span:not(.lyric-old)`).evaluateAll((marks) =>
      marks.filter((mark) => (mark as HTMLElement).checkVisibility({ visibilityProperty: true }))
        .map((mark) => mark.textContent ?? "")
    );
  const [numbers, letters] = [await shown("lyric-syllables"), await shown("lyric-rhymes")];
  return numbers.map((number, i) => `${number} ${letters[i] ?? ""}`);
}

/** Puts the caret behind words that stand in one line, by the keys alone. */
async function caretBehind(page: Page, words: string): Promise<void> {
  const line = page.locator(".cm-line", { hasText: words });
  await line.click();
  await page.keyboard.press("Home");
  const text = await line.innerText();
  const steps = text.indexOf(words) + words.length;
  for (let i = 0; i < steps; i++) await page.keyboard.press("ArrowRight");
}

/** Types one letter again and again until a draft has come, and a little longer. */
async function typeUntilDrafted(page: Page, letter: string): Promise<string> {
  let typed = "";
  await until("the draft", async () => {
    await page.keyboard.type(letter);
    typed += letter;
    return await page.locator(".cm-line", { hasText: "[Chorus]" }).count() > 0;
  });
  const more = letter.repeat(5);
  await page.keyboard.type(more);
  return typed + more;
}

async function openStep(page: Page, name: "Theme" | "Ideas" | "Draft" | "Fit"): Promise<void> {
  await page.getByRole("list", { name: "Steps to the words" }).getByRole("button", { name })
    .click();
}

async function askForOthers(page: Page, words: string): Promise<void> {
  await caretBehind(page, words);
  await openStep(page, "Draft");
  await page.locator(".lyric-step label", { hasText: "This line" }).click();
  await page.getByRole("button", { name: "Three to choose from" }).click();
  await offered(page, 3);
}

function keepButtons(page: Page) {
  return page.getByRole("button", { name: /^Keep: / });
}

async function offered(page: Page, count: number): Promise<void> {
  await until(`${count} to keep`, async () => await keepButtons(page).count() === count);
}
