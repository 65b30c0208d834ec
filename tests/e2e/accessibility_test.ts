/** Every page and every panel of the studio under axe-core: both themes, a narrow and a wide screen. */
import { axeCheck as check, NARROW, resize, type Size, WIDE } from "../fixtures/axe.ts";
import { launchChromium, type Page, visitor } from "../fixtures/browser.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { drawLine, lyrics, openStudio, personInBrowser, songOf } from "../fixtures/studio_page.ts";

Deno.test({
  name: "axe finds nothing to complain about",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const { url } = server;
      const mara = await personInBrowser(browser, url, "Mara Lindqvist");
      const tobi = await personInBrowser(browser, url, "Tobi Adeyemi");
      const { page } = mara;
      const song = await songOf(mara, [[tobi, "editor"]]);
      await Promise.all([openStudio(mara, url, song), openStudio(tobi, url, song)]);
      await drawLine(page, .3);
      await drawLine(tobi.page, .6);
      await lyrics(page).click();
      await page.keyboard.type("[Verse 1]\nSalt on the window");
      await page.getByText("30 s", { exact: true }).first().click();
      await page.getByRole("button", { name: /^Compose/ }).click();
      await page.getByRole("tab", { name: "History" }).click();
      await page.getByRole("button", { name: "Name this version" }).click();
      await page.getByLabel("Name of this version").fill("First");
      await page.getByRole("button", { name: "Keep" }).click();
      await page.getByText(/^[5-9] tracks$/).waitFor({ timeout: 240_000 });

      const show = async (tab: string) => {
        await resize(page, WIDE);
        await page.getByRole("tab", { name: tab }).first().click();
      };
      const panels: readonly Panel[] = [
        ["the canvas, with the lyrics", () => show("Lyrics")],
        ["the marks", () => show("Marks")],
        ["the people", () => show("People")],
        ["the history, with a version open", async () => {
          await show("History");
          await page.getByRole("button", { name: "First", exact: true }).click();
          await page.getByRole("img", { name: /as it was/ }).waitFor();
        }],
        ["the credits", async () => {
          await page.getByRole("button", { name: "Credits" }).click();
          await page.getByText("Every line").waitFor();
        }, [WIDE]],
        ["the files", async () => {
          await page.keyboard.press("Escape");
          await show("Files");
        }],
        ["the mood and the music", () => narrow(page, "Mood"), [NARROW]],
        ["the tracks", () => narrow(page, "Tracks"), [NARROW]],
        ["the canvas", () => narrow(page, "Canvas"), [NARROW]],
        ["a person followed", async () => {
          await resize(page, WIDE);
          await page.getByRole("button", { name: /^Tobi Adeyemi, .*Follow$/ }).click();
        }],
        ["the share window", async () => {
          await resize(page, WIDE);
          await page.getByRole("button", { name: /^Share/ }).click();
        }],
      ];
      for (const [name, show, sizes] of panels) {
        await t.step(`the studio: ${name}`, async () => {
          await show();
          await check(page, sizes);
        });
      }
      await t.step("the page /projects", async () => {
        await page.goto(`${url}/projects`);
        await page.getByText("Last ferry").first().waitFor();
        await check(page);
      });
      const stranger = await visitor(browser);
      for (const path of ["/", "/signin", "/signup", "/nowhere"]) {
        await t.step(`the page ${path}`, async () => {
          await stranger.page.goto(url + path);
          await check(stranger.page);
        });
      }
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
    }
  },
});

type Panel = readonly [name: string, show: () => Promise<void>, sizes?: readonly Size[]];

async function narrow(page: Page, view: string): Promise<void> {
  await resize(page, NARROW);
  await page.getByRole("tab", { name: view }).first().click();
}
