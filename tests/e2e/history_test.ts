/** What was can be looked at, named, brought back and taken back again, in real browsers. */
import assert from "node:assert/strict";
import { launchChromium } from "../fixtures/browser.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import {
  drawLine,
  lyrics,
  lyricsText,
  openStudio,
  personInBrowser,
  pillSays,
  songOf,
  strokes,
} from "../fixtures/studio_page.ts";
import { until } from "../fixtures/until.ts";

/** Set to a folder to keep pictures of what was seen. */
const keepPictures = Deno.env.get("KEEP_SCREENSHOTS");

Deno.test({
  name: "the history of a song",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const { url } = server;
      const mara = await personInBrowser(browser, url, "Mara Lindqvist");
      const tobi = await personInBrowser(browser, url, "Tobi Adeyemi");
      const song = await songOf(mara, [[tobi, "editor"]]);
      await Promise.all([openStudio(mara, url, song), openStudio(tobi, url, song)]);
      const { page } = mara;
      const picture = async (name: string) => {
        if (keepPictures) await page.screenshot({ path: `${keepPictures}/${name}.png` });
      };

      await t.step("a version gets a name, and says who changed what before it", async () => {
        await drawLine(page, .3);
        await drawLine(page, .5);
        await drawLine(tobi.page, .7);
        await lyrics(page).click();
        await page.keyboard.type("[Verse 1]\nSalt on the window");
        await pillSays(page, /^Saved/);
        await until("all of it", async () => await strokes(page) === 3);
        await page.getByRole("tab", { name: "History" }).click();
        await page.getByRole("button", { name: "Name this version" }).click();
        await page.getByLabel("Name of this version").fill("Before the flood");
        await page.getByRole("button", { name: "Keep" }).click();
        await page.getByRole("button", { name: "Before the flood" }).waitFor();
        await page.getByText(/Named by you. 3 strokes/).waitFor();
        await page.getByText(/^(you and Tobi|Tobi and you), just now/).waitFor();
      });

      await t.step("it can be looked at without changing anything", async () => {
        for (const y of [.2, .4, .6]) await drawLine(tobi.page, y, .3, .5);
        await lyrics(tobi.page).click();
        await tobi.page.keyboard.press("ControlOrMeta+a");
        await tobi.page.keyboard.type("Nothing left");
        await until("the flood", async () => await strokes(page) === 6);
        await page.getByRole("button", { name: "Before the flood" }).click();
        await page.getByRole("img", { name: /as it was: 3 strokes, 4 words/ }).waitFor();
        await page.getByText("Lyrics", { exact: true }).last().click();
        await page.locator(".past-lyrics", { hasText: "Salt on the window" }).waitFor();
        await picture("history");
        assert.equal(await strokes(page), 6);
      });

      await t.step("restoring it is one edit for everyone, and can be undone", async () => {
        await page.getByRole("button", { name: "Restore" }).click();
        for (const each of [page, tobi.page]) {
          await until("three strokes again", async () => await strokes(each) === 3);
        }
        assert.match(await lyricsText(tobi.page), /Salt on the window/);
        await page.getByText("Restored: Before the flood").waitFor();
        await page.locator(".toast", { hasText: "Restored" }).getByRole("button", { name: "Undo" })
          .click();
        await until("the flood again", async () => await strokes(tobi.page) === 6);
        await until("its words", async () => await lyricsText(tobi.page) === "Nothing left");
      });

      await t.step(
        "what a job did is one step that any editor can take back and do again",
        async () => {
          await page.getByText("30 s", { exact: true }).first().click();
          await page.getByRole("button", { name: /^Compose/ }).click();
          const card = tobi.page.getByRole("group", { name: /^Alchemist: Composed: \d+ tracks/ });
          await card.waitFor({ timeout: 240_000 });
          await card.getByText(/Mara Lindqvist asked/).waitFor();
          await picture("job-done");
          await card.getByRole("button", { name: "Undo" }).click();
          const undone = page.getByRole("group", { name: /^Alchemist: Undone/ });
          await undone.waitFor();
          await page.getByText(/^0 tracks$|Quiet so far/).first().waitFor();
          await undone.getByRole("button", { name: "Redo" }).click();
          await page.getByText(/^[5-9] tracks$/).waitFor();
        },
      );

      await t.step("following somebody who plays is listening along", async () => {
        const needle = () => page.getByRole("slider", { name: "Needle" }).inputValue();
        await page.getByRole("button", { name: /^Tobi Adeyemi, .*Follow$/ }).click();
        const play = tobi.page.getByRole("button", { name: "Play", exact: true });
        await until("something to play", () => play.isEnabled());
        await play.click();
        await page.getByRole("button", { name: "Pause" }).waitFor();
        await until("the needle to move here too", async () => Number(await needle()) > .5);
        await tobi.page.getByRole("button", { name: "Pause" }).click();
        await page.getByRole("button", { name: "Play", exact: true }).waitFor();
        await tobi.page.getByRole("button", { name: "Return to start" }).click();
        await until("the start for both", async () => Number(await needle()) === 0);
        await page.getByRole("button", { name: /^Following Tobi/ }).click();
      });

      await t.step("the credits name people and machines", async () => {
        await page.getByRole("button", { name: "Credits" }).click();
        const credits = page.getByRole("dialog", { name: "Credits" });
        await credits.getByText("2 strokes").waitFor();
        await credits.getByText(/Alchemist, composed/).waitFor();
        await picture("credits");
        await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
        await credits.getByRole("button", { name: "Copy as text" }).click();
        await page.getByText("Credits copied").waitFor();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.match(copied, /Mara Lindqvist: 2 strokes/);
        await credits.getByRole("button", { name: "Close" }).click();
      });

      await t.step("who comes back after a while is told what happened", async () => {
        await page.goto(`${url}/projects`);
        await page.evaluate(([user, song]) => {
          const key = `sonic-alchemy:visit:${user}:${song}`;
          const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
          localStorage.setItem(key, hourAgo);
        }, [mara.user.id, song]);
        await openStudio(mara, url, song);
        const note = page.getByRole("region", { name: "While you were away" });
        await note.getByText(/Tobi Adeyemi: .*strokes/).waitFor();
        await picture("away");
        await note.getByRole("button", { name: "Close this note" }).click();
        await note.waitFor({ state: "detached" });
      });

      await t.step("who worked without a network is told what others did meanwhile", async () => {
        const before = await strokes(page);
        await page.context().setOffline(true);
        await drawLine(page, .15);
        await pillSays(page, /^Offline, 1 change kept on this device/);
        for (const y of [.25, .35]) await drawLine(tobi.page, y);
        await pillSays(tobi.page, /^Saved/);
        await page.evaluate(([user, song]) => {
          const key = `sonic-alchemy:visit:${user}:${song}`;
          localStorage.setItem(key, new Date(Date.now() - 1_200_000).toISOString());
        }, [mara.user.id, song]);
        await page.context().setOffline(false);
        await until("all of it", async () => await strokes(page) === before + 3);
        const note = page.getByRole("region", { name: "While you were away" });
        await note.getByText(/Tobi Adeyemi: .*strokes/).waitFor();
        assert.equal(await note.getByText(/Mara/).count(), 0);
        await picture("away-offline");
        await note.getByRole("button", { name: "Close this note" }).click();
        await note.waitFor({ state: "detached" });
        assert.deepEqual(
          [...mara.complaints, ...tobi.complaints].filter((line) =>
            !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(line)
          ),
          [],
        );
      });
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
    }
  },
});
