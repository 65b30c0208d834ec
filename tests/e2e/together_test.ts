/** What several people in one song may rely on, in real browsers: their words, their undo, their way back. */
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

Deno.test({
  name: "people in one song",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    let server = await startServer();
    const browser = await launchChromium();
    try {
      const { url } = server;
      const mara = await personInBrowser(browser, url, "Mara Lindqvist");
      const tobi = await personInBrowser(browser, url, "Tobi Adeyemi");
      const song = await songOf(mara, [[tobi, "editor"]]);
      await Promise.all([openStudio(mara, url, song), openStudio(tobi, url, song)]);

      await t.step("two write in the same words, and each sees where the other is", async () => {
        await lyrics(mara.page).click();
        // At once: a pause of hands that a busy machine makes would be a step of its own.
        await mara.page.keyboard.insertText("[Verse 1]\nSalt on the window");
        await lyrics(tobi.page).click();
        await until("Mara's words", async () => /window/.test(await lyricsText(tobi.page)));
        await tobi.page.locator(".lyric-caret", { hasText: "Mara" }).waitFor();
        await tobi.page.keyboard.press("ControlOrMeta+End");
        await tobi.page.keyboard.type("\nThe ferry gone");
        await until(
          "both verses",
          async () =>
            await lyricsText(mara.page) === "[Verse 1]\nSalt on the window\nThe ferry gone",
        );
        await mara.page.locator(".lyric-caret", { hasText: "Tobi" }).waitFor();
        await mara.page.getByText("7 words").waitFor();
        assert.equal(await mara.page.locator(".lyric-section").count(), 1);
      });

      await t.step(
        "undo goes back through one's own words, paint and mood, and no one else's",
        async () => {
          const { page } = mara;
          await drawLine(page, .3);
          await drawLine(tobi.page, .5);
          await until("two strokes", async () => await strokes(page) === 2);
          await page.getByRole("slider", { name: "Dark to bright" }).press("ArrowRight");
          await page.getByRole("button", { name: "Undo: Mood" }).click();
          await page.getByRole("button", { name: "Undo: Stroke" }).click();
          await until("Tobi's stroke alone", async () => await strokes(tobi.page) === 1);
          await lyrics(page).click();
          await page.keyboard.press("ControlOrMeta+z");
          await until(
            "Tobi's words alone",
            async () => (await lyricsText(tobi.page)).trim() === "The ferry gone",
          );
          assert.ok(
            await page.getByRole("button", { name: "Undo: nothing of yours" }).isDisabled(),
          );
          for (const step of ["Words", "Stroke", "Mood"]) {
            await page.getByRole("button", { name: `Redo: ${step}` }).click();
          }
          await until("all of it again", async () => await strokes(tobi.page) === 2);
          assert.match(await lyricsText(tobi.page), /^\[Verse 1\]\nSalt on the window/);
        },
      );

      await t.step(
        "following somebody shows what they look at, until one's own hand moves",
        async () => {
          const zoom = (page: typeof mara.page) =>
            page.getByRole("button", { name: /show the whole sheet/ }).innerText();
          await mara.page.getByRole("button", { name: /^Tobi Adeyemi, .*Follow$/ }).click();
          await tobi.page.getByRole("button", { name: "Zoom in" }).click();
          await until("the same zoom", async () => await zoom(mara.page) === "150 %");
          await mara.page.getByRole("button", { name: /^Following Tobi/ }).waitFor();
          await drawLine(mara.page, .8);
          await mara.page.getByRole("button", { name: /^Following Tobi/ }).waitFor({
            state: "detached",
          });
          await tobi.page.getByRole("button", { name: /show the whole sheet/ }).click();
          await until("one's own view", async () => await zoom(tobi.page) === "100 %");
          assert.equal(await zoom(mara.page), "150 %");
        },
      );

      await t.step("what both did without a network is merged when it is back", async () => {
        for (const { page } of [mara, tobi]) await page.context().setOffline(true);
        await lyrics(mara.page).click();
        await mara.page.keyboard.press("ControlOrMeta+Home");
        await mara.page.keyboard.type("Mara was here. ");
        await lyrics(tobi.page).click();
        await tobi.page.keyboard.press("ControlOrMeta+End");
        await tobi.page.keyboard.type(" Tobi too.");
        await pillSays(mara.page, /^Offline, \d+ changes kept on this device/);
        const told = mara.page.getByText(/changes have joined the song/).waitFor();
        told.catch(() => {}); // it is awaited below, where it counts
        for (const { page } of [mara, tobi]) await page.context().setOffline(false);
        await until("one text for both", async () => {
          const text = await lyricsText(mara.page);
          return /^Mara was here\./.test(text) && /Tobi too\.$/.test(text) &&
            text === await lyricsText(tobi.page);
        });
        await pillSays(mara.page, /^Saved/);
        await told;
      });

      await t.step("a viewer reads and follows, and nothing of theirs is taken", async () => {
        await mara.json(200, "PUT", `/projects/${song}/members/${tobi.user.id}`, {
          role: "viewer",
        });
        await pillSays(tobi.page, /^Read-only/);
        const before = await lyricsText(mara.page);
        assert.equal(await lyrics(tobi.page).getAttribute("contenteditable"), "false");
        assert.ok(await tobi.page.getByRole("button", { name: /^Compose/ }).isDisabled());
        await drawLine(tobi.page, .9);
        await lyrics(mara.page).click();
        await mara.page.keyboard.press("ControlOrMeta+End");
        await mara.page.keyboard.type("!");
        await until("the viewer sees it", async () => await lyricsText(tobi.page) === `${before}!`);
        assert.equal(await strokes(mara.page), 3);
      });

      await t.step("somebody taken out of the song is told so at once", async () => {
        const gone = await mara.call("DELETE", `/projects/${song}/members/${tobi.user.id}`);
        assert.ok(gone.ok);
        await tobi.page.getByRole("heading", { name: "You are no longer in “Last ferry”" })
          .waitFor();
        await tobi.page.getByText("Everything you made in it was saved").waitFor();
        await pillSays(mara.page, /^Saved/);
      });

      await t.step(
        "work of a tab that outlived the server is on this device, and joins later",
        async () => {
          const context = mara.page.context();
          const held = Promise.withResolvers<void>();
          await context.route("**/device_store-*.js", async (route) => {
            const response = await route.fetch();
            await held.promise;
            await route.fulfill({ response });
          });
          const page = await context.newPage();
          await openStudio({ page, complaints: [] }, url, song);
          const before = await strokes(page);
          await server.kill();
          await drawLine(page, .15); // before anything keeps it
          await pillSays(page, /^Not saved, 1 change only in this tab/);
          held.resolve();
          await drawLine(page, .25);
          await pillSays(page, /^Offline, 2 changes kept on this device/);
          const warning = page.waitForEvent("dialog");
          const closed = page.waitForEvent("close");
          await page.close({ runBeforeUnload: true });
          const dialog = await warning;
          assert.equal(dialog.type(), "beforeunload");
          await dialog.accept();
          await closed;
          server = await startServer({ dataDir: server.dataDir, env: { PORT: new URL(url).port } });
          const again = await context.newPage();
          await openStudio({ page: again, complaints: [] }, url, song);
          await until("both strokes", async () => await strokes(again) === before + 2);
          await until(
            "them on the other page too",
            async () => await strokes(mara.page) === before + 2,
          );
        },
      );

      assert.deepEqual(
        [...mara.complaints, ...tobi.complaints].filter((line) =>
          !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket|status of 404/.test(line)
        ),
        [],
      );
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
    }
  },
});
