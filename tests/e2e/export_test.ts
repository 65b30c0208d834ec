/** One exports, the other sees it and has it; a track is moved by keys and is there for both. */
import assert from "node:assert/strict";
import { axeCheck } from "../fixtures/axe.ts";
import { launchChromium } from "../fixtures/browser.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { ebur128 } from "../fixtures/sound.ts";
import { openStudio, personInBrowser, songOf } from "../fixtures/studio_page.ts";
import { takeForm, toneWav } from "../fixtures/tones.ts";
import { until } from "../fixtures/until.ts";

/** Set to a folder to keep pictures of what was seen. */
const keepPictures = Deno.env.get("KEEP_SCREENSHOTS");

Deno.test({
  name: "out of the studio",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const { url } = server;
      const mara = await personInBrowser(browser, url, "Mara Lindqvist");
      const vic = await personInBrowser(browser, url, "Vic Viewer");
      const song = await songOf(mara, [[vic, "viewer"]]);
      const form = takeForm(toneWav({ seconds: 3, level: 0.1 }));
      await mara.json(201, "POST", `/projects/${song}/recordings`, form);
      await Promise.all([openStudio(mara, url, song), openStudio(vic, url, song)]);
      const { page } = mara;

      await t.step("a track is moved by keys, and both hear it there", async () => {
        const grip = page.getByRole("slider", { name: "Voice: place in time" });
        await grip.focus();
        for (const key of ["PageUp", "Shift+ArrowRight", "ArrowLeft"]) await grip.press(key);
        await page.getByRole("slider", { name: "Voice: place in time", exact: true })
          .and(page.locator('[aria-valuetext="1.09 s later"]')).waitFor();
        await until("the server to have it there", async () => {
          const { tracks } = await vic.json<{ tracks: { offset_seconds: number }[] }>(
            200,
            "GET",
            `/projects/${song}/tracks`,
          );
          return tracks[0]!.offset_seconds === 1.09;
        });
        assert.equal(await vic.page.getByRole("slider", { name: /place in time/ }).count(), 0);
      });

      await t.step("and by hand", async () => {
        const box = (await page.getByRole("slider", { name: /place in time/ }).boundingBox())!;
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 60, y, { steps: 4 });
        await page.mouse.up();
        await page.locator(".place:not([aria-valuetext='1.09 s later'])").waitFor();
        if (keepPictures) await page.screenshot({ path: `${keepPictures}/placed.png` });
        await page.getByRole("button", { name: /^Undo/ }).first().click();
        await page.locator('.place[aria-valuetext="1.09 s later"]').waitFor();
      });

      const dialog = page.getByRole("dialog", { name: "Export" });
      await t.step("the mix is made, told and downloaded", async () => {
        await page.getByRole("tab", { name: "Files" }).click();
        await page.getByRole("button", { name: "Export…" }).click();
        await dialog.getByText("MP3", { exact: true }).click();
        await dialog.getByLabel("Loudness").selectOption("-16");
        await dialog.getByRole("button", { name: "Export mix as MP3" }).click();
        await dialog.getByText(/^0:04, −1[56]\.\d LUFS, .*, you, just now/).waitFor();
        if (keepPictures) await page.screenshot({ path: `${keepPictures}/export.png` });
        const coming = page.waitForEvent("download");
        await dialog.getByRole("button", { name: /^Download Mix, MP3/ }).click();
        const download = await coming;
        assert.equal(download.suggestedFilename(), "Last ferry, mix.mp3");
        const heard = await ebur128(await Deno.readFile((await download.path())!));
        assert.ok(Math.abs(heard.integratedLufs - -16) <= 0.5, `${heard.integratedLufs} LUFS`);
      });

      await t.step("what cannot be made says why", async () => {
        await dialog.getByText("MIDI", { exact: true }).click();
        await dialog.getByRole("button", { name: "Export MIDI" }).click();
        await dialog.getByText(/No composed piece sounds here/).waitFor();
        await axeCheck(page);
      });

      await t.step("who may only look finds it too", async () => {
        await vic.page.getByRole("tab", { name: "Files" }).click();
        await vic.page.getByRole("button", { name: "Export…" }).click();
        const theirs = vic.page.getByRole("dialog", { name: "Export" });
        await theirs.getByText(/kB, Mara Lindqvist, /).waitFor();
        assert.equal(await theirs.getByRole("button", { name: /^Export/ }).count(), 0);
        await theirs.getByRole("button", { name: /^Download Mix, MP3/ }).waitFor();
      });
      assert.deepEqual([...mara.complaints, ...vic.complaints], []);
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
    }
  },
});
