/** The words of a take, written down by Gemini: offered only where there is a key, failures told, the words under the notes. */
import assert from "node:assert/strict";
import { axeCheck, WIDE } from "../fixtures/axe.ts";
import { launchChromium } from "../fixtures/browser.ts";
import { startGemini } from "../fixtures/gemini_server.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { openStudio, openVoice, personInBrowser, songOf } from "../fixtures/studio_page.ts";
import { sungWav } from "../fixtures/sung_wav.ts";
import { takeForm } from "../fixtures/tones.ts";

const HEARD = {
  language: "en",
  description: "A calm alto.",
  words: ["Salt", "on", "the", "window"].map((word, i) => ({ word, start: 1 + i, end: 1.8 + i })),
};

Deno.test({
  name: "what is sung is written down by Gemini, where there is a key",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    await using gemini = startGemini();
    const server = await startServer({
      env: { GEMINI_API_KEY: "AIza-a-key", GEMINI_BASE_URL: gemini.url },
    });
    const browser = await launchChromium();
    try {
      const june = await personInBrowser(browser, server.url, "June Park");
      const song = await songOf(june);
      const take = takeForm(await Deno.readFile(await sungWav(6)), { name: "Take 1" });
      await june.json(201, "POST", `/projects/${song}/recordings`, take);
      await openStudio(june, server.url, song);
      await openVoice(june.page);
      const { page } = june;
      const words = page.getByRole("region", { name: "Words", exact: true });
      const write = words.getByRole("button", { name: "Write down" });

      await t.step("what Gemini would not do is told, and can be asked for again", async () => {
        gemini.behave("blocked-prompt");
        await write.click();
        await page.getByText(/The words could not be written down\. .*The take is safe\./)
          .waitFor();
      });

      await t.step("the words stand under the notes", async () => {
        gemini.behave("answers", HEARD);
        await write.click();
        const row = page.getByRole("list", { name: "Words under the notes" });
        await row.waitFor();
        assert.match((await row.innerText()).replaceAll(/\s+/g, " "), /Salt.*win/);
        assert.equal(await page.getByRole("alert").count(), 0);
        await axeCheck(page, [WIDE]);
      });
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
    }
  },
});
