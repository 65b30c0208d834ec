/** What becomes of work when the network or the server goes, in real browsers; and what the pill says of it. */
import assert from "node:assert/strict";
import * as Y from "yjs";
import { connect, type Sql } from "../../db/client.ts";
import { insertUpdates } from "../../db/doc_updates.ts";
import { launchChromium, type Page } from "../fixtures/browser.ts";
import { databaseOf, removeData, startServer } from "../fixtures/server.ts";
import {
  drawLine,
  lyrics,
  lyricsText,
  openStudio,
  personInBrowser,
  pill,
  pillSays,
  songOf,
  strokes,
} from "../fixtures/studio_page.ts";
import { until } from "../fixtures/until.ts";

/** Set to a folder to keep pictures of what was seen. */
const keepPictures = Deno.env.get("KEEP_SCREENSHOTS");
const WIDTHS = [320, 768, 1440];
const DATABASE_CHUNK = "**/device_store-*.js";

Deno.test({
  name: "work outlives the network, the server and the tab",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    let server = await startServer();
    const { url, dataDir } = server;
    const startAgain = async () => {
      server = await startServer({ dataDir, env: { PORT: new URL(url).port } });
    };
    const browser = await launchChromium();
    /** Each goes on from what the one before left. */
    const step = async (name: string, body: () => Promise<void>) => {
      if (!await t.step(name, body)) throw new Error("the steps after this one need it");
    };
    try {
      const mara = await personInBrowser(browser, url, "Mara Lindqvist");
      const tobi = await personInBrowser(browser, url, "Tobi Adeyemi");
      const song = await songOf(mara, [[tobi, "viewer"]]);
      await Promise.all([openStudio(mara, url, song), openStudio(tobi, url, song)]);
      let { page } = mara;
      const context = page.context();
      const reopen = async () => {
        page = await context.newPage();
        await page.goto(`${url}/projects/${song}`);
        return page;
      };

      await step("the pill is to be seen and read at every width", async () => {
        await pillShows(page, "saved", /^Saved$/);
        await pillShows(tobi.page, "read-only", /^Read-only$/);
        const release = await holdCommits(dataDir, song);
        await drawLine(page, .3);
        await pillShows(page, "saving", /^Saving…$/);
        await release();
        await pillSays(page, /^Saved/);
      });

      await step(
        "Outline #13726: what is typed while the server is gone warns, is kept, and arrives",
        async () => {
          const narrower = await Promise.all(
            WIDTHS.slice(0, -1).map(async (width) => {
              const tab = await context.newPage();
              await tab.setViewportSize({ width, height: 900 });
              await openStudio({ page: tab, complaints: [] }, url, song);
              return tab;
            }),
          );
          const tabs = [...narrower, page];
          const seen = await Promise.all(tabs.map(watchPill));
          await server.kill();
          for (const [n, width] of WIDTHS.entries()) {
            await until(`Reconnecting… at ${width}`, async () => {
              return (await seen[n]!()).includes("Reconnecting…");
            });
          }
          for (const tab of narrower) await tab.close();
          await lyrics(page).click();
          await page.keyboard.type("Salt");
          await drawLine(page, .5);
          await pillShows(page, "offline", /^Offline, (5 changes kept on this device|5 kept)$/);
          const asked = page.waitForEvent("dialog");
          const reloading = page.reload().catch(() => null); // there is nobody to load it from
          const dialog = await asked;
          assert.equal(dialog.type(), "beforeunload");
          await dialog.accept();
          await reloading;
          await page.close();
          await startAgain();
          const read = Promise.withResolvers<void>();
          await context.route(DATABASE_CHUNK, async (route) => {
            const response = await route.fetch();
            await read.promise;
            await route.fulfill({ response });
          });
          await reopen();
          await until("the song as the server has it", async () => await strokes(page) === 1);
          await pillSays(page, /^Saving…/); // it has not yet read what it kept
          read.resolve();
          await pillSays(page, /^Saved/);
          assert.equal(await strokes(page), 2);
          assert.equal(await lyricsText(page), "Salt");
          await until("Tobi has it", async () => await lyricsText(tobi.page) === "Salt");
          await until("both strokes", async () => await strokes(tobi.page) === 2);
          await context.unroute(DATABASE_CHUNK);
        },
      );

      await step(
        "Outline #13464: a tab that is closed in the middle of it loses nothing",
        async () => {
          const release = await holdCommits(dataDir, song);
          await drawLine(page, .7);
          await pillSays(page, /^Saving/);
          await page.close(); // without a question: as when the browser ends
          await release();
          await reopen();
          await pillSays(page, /^Saved/);
          await until("here", async () => await strokes(page) === 3);
          await until("and there", async () => await strokes(tobi.page) === 3);
        },
      );

      await step(
        "a long time offline joins again, though the server is killed in the middle of it",
        async () => {
          await server.kill();
          for (let n = 0; n < 10; n++) await drawLine(page, .1 + n * .08, .1, .9);
          await lyrics(page).click();
          await paste(page, "The ferry gone, and salt on the window.\n".repeat(40_000));
          await pillShows(
            page,
            "offline-long",
            /^Offline, (11 changes kept on this device|11 kept)$/,
          );
          const release = await holdCommits(dataDir, song);
          await startAgain();
          await pillSays(page, /^Saving/);
          await server.kill();
          await release();
          await pillSays(page, /^(Reconnecting|Offline)/);
          await startAgain();
          await pillSays(page, /^Saved/);
          await until("the strokes", async () => await strokes(tobi.page) === 13);
          const sql = connect(await databaseOf(server), { max: 1 });
          await until("the words", async () => {
            const [row] = await sql<{ n: number }[]>`
              select length(text) as n from lyrics where project_id = ${song}`;
            return row!.n > 1_500_000;
          });
          await sql.end();
          await picture(page, "joined");
        },
      );

      await step(
        "a song that is full says so, and what it cannot hold can be let go",
        async () => {
          const full = await songOf(mara);
          await fill(dataDir, full);
          const tab = await context.newPage();
          await openStudio({ page: tab, complaints: [] }, url, full);
          await lyrics(tab).click();
          await paste(tab, "x ".repeat(150_000));
          await tab.getByRole("alert").getByText(/The song is full/).waitFor();
          await pillShows(tab, "refused", /^Not saved(, 1 change refused)?$/);
          await tab.getByRole("button", { name: "Let it go" }).click();
          await pillSays(tab, /^Saved/);
          await until("the words from before", async () => !/x/.test(await lyricsText(tab)));
          await tab.close();
        },
      );

      // Of a server that is killed in the middle of an answer, or is starting, the browser says so.
      assert.deepEqual(
        [...mara.complaints, ...tobi.complaints].filter((line) =>
          !/ERR_(INTERNET_DISCONNECTED|CONNECTION|EMPTY_RESPONSE)|WebSocket|status of (404|503)/
            .test(line)
        ),
        [],
      );
    } finally {
      await browser.close();
      await server.stop();
      await removeData(dataDir);
    }
  },
});

/** What the pill says is on the screen at every width, whole and with nothing over it. */
async function pillShows(page: Page, name: string, words: RegExp) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    let last = "";
    await until("the words", async () => words.test(last = await pill(page).evaluate(seenOf)))
      .catch(() => {
        throw new Error(`at ${width} the pill does not say ${words}, but: ${last}`);
      });
    await picture(page, `${name}-${width}`);
  }
}

/** From now on the page notes what its pill shows, so that a word of four seconds is not missed. */
async function watchPill(page: Page): Promise<() => Promise<readonly string[]>> {
  const notes = await page.evaluateHandle<string[]>(`(() => {
    const seenOf = ${seenOf};
    const pill = document.querySelector("[data-save]");
    const notes = [];
    const whatever = { subtree: true, childList: true, characterData: true };
    new MutationObserver(() => notes.push(seenOf(pill))).observe(pill, whatever);
    return notes;
  })()`);
  return () => notes.jsonValue();
}

/** Runs in the page. */
function seenOf(element: Element): string {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return "off the screen";
  const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  if (!element.contains(middle)) return "covered";
  const seen = [...element.querySelectorAll("span")].filter(({ clientWidth, offsetWidth }) =>
    Math.max(clientWidth, offsetWidth) > 1
  );
  if (seen.some(({ clientWidth, scrollWidth }) => scrollWidth > clientWidth + 1)) return "cut";
  return seen.map(({ innerText }) => innerText.trim()).join();
}

async function paste(page: Page, text: string): Promise<void> {
  await lyrics(page).evaluate((editor, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
  }, text);
}

/** Commits of the song's edits wait until it is called. */
async function holdCommits(dataDir: string, song: string): Promise<() => Promise<void>> {
  const sql = connect(await databaseOf({ dataDir }), { max: 1 });
  const connection = await sql.reserve();
  await connection`begin`;
  await connection`select 1 from projects where id = ${song} for update`;
  return async () => {
    await connection`rollback`;
    connection.release();
    await sql.end();
  };
}

/** Leaves room for 100 KB. */
async function fill(dataDir: string, song: string): Promise<void> {
  const sql: Sql = connect(await databaseOf({ dataDir }), { max: 1 });
  const doc = new Y.Doc();
  doc.getMap("ballast").set("lead", new Uint8Array(20 * 1024 * 1024 - 100_000));
  const payload = Y.encodeStateAsUpdate(doc);
  await insertUpdates(sql, [{ project_id: song, payload, actor_id: null, origin: "server" }]);
  await sql.end();
}

async function picture(page: Page, name: string): Promise<void> {
  if (keepPictures) await page.screenshot({ path: `${keepPictures}/${name}.png` });
}
