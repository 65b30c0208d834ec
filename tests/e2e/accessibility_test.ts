/** Every page and every panel of the studio under axe-core: both themes, a narrow and a wide screen. */
import assert from "node:assert/strict";
import type { AxeResults } from "axe-core";
import { launchChromium, type Page, visitor } from "../fixtures/browser.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { drawLine, lyrics, openStudio, personInBrowser, songOf } from "../fixtures/studio_page.ts";

const AXE = await Deno.readTextFile(new URL(import.meta.resolve("axe-core/axe.min.js")));
const NARROW = [320, 700] as const;
const WIDE = [1440, 900] as const;
const THEMES = ["light", "dark"] as const;

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
      await page.emulateMedia({ reducedMotion: "reduce" });
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
      await page.getByText(/^[5-9] tracks$/).waitFor({ timeout: 60_000 });

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
      await stranger.page.emulateMedia({ reducedMotion: "reduce" });
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

type Size = readonly [width: number, height: number];
type Panel = readonly [name: string, show: () => Promise<void>, sizes?: readonly Size[]];

async function resize(page: Page, [width, height]: Size): Promise<void> {
  await page.setViewportSize({ width, height });
}

async function narrow(page: Page, view: string): Promise<void> {
  await resize(page, NARROW);
  await page.getByRole("tab", { name: view }).first().click();
}

/** A theme changes colours and nothing else. */
const COLOURS_ONLY = { runOnly: { type: "rule", values: ["color-contrast"] } };

async function check(page: Page, sizes: readonly Size[] = [NARROW, WIDE]): Promise<void> {
  const found: string[] = [];
  await page.evaluate(`globalThis.axe || (() => { ${AXE} })()`);
  for (const size of sizes) {
    await resize(page, size);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate<AxeResults>(
        `axe.run(document, ${JSON.stringify(colorScheme === "dark" ? COLOURS_ONLY : {})})`,
      );
      found.push(...violations.map(({ id, nodes }) => {
        const places = nodes.slice(0, 3).map(({ target, failureSummary }) =>
          `${target.join(" ")}: ${failureSummary?.split("\n").slice(1, 3).join(" ").trim()}`
        );
        return `${size[0]} px, ${colorScheme}: ${id}\n    ${places.join("\n    ")}`;
      }));
    }
  }
  assert.equal(found.join("\n"), "");
}
