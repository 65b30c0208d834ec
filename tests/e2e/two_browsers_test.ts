/** Two real browsers, one song: sign up, share, draw, drop a photo, read its mood, compose, play. */
import assert from "node:assert/strict";
import { encodeBase64 } from "../fixtures/base64.ts";
import { launchChromium, type Page, type Visitor, visitor } from "../fixtures/browser.ts";
import { client } from "../fixtures/client.ts";
import { photo } from "../fixtures/photos.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { until } from "../fixtures/until.ts";

/** Set to a folder to keep pictures of what was seen; the README's comes from here. */
const keepPictures = Deno.env.get("KEEP_SCREENSHOTS");

Deno.test({
  name: "two browsers make one song together",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn(t) {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const mara = await visitor(browser);
      const tobi = await visitor(browser);
      const owner = await signUpInBrowser(mara, server.url, "Mara Lindqvist");
      const friend = await signUpInBrowser(tobi, server.url, "Tobi Adeyemi");
      let project = "";

      await t.step("Mara starts a song and adds Tobi over REST", async () => {
        await mara.page.getByRole("button", { name: /start your first song/i }).click();
        await mara.page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
        project = mara.page.url().split("/").at(-1)!;
        const who = client(server.url, owner.user, owner.access_token);
        const body = { role: "editor" };
        const added = await who.call("PUT", `/projects/${project}/members/${friend.user.id}`, body);
        assert.ok(added.ok, await added.text());
        await who.json(200, "PATCH", `/projects/${project}`, { title: "Last ferry" });
        await tobi.page.goto(`${server.url}/projects/${project}`);
        await saved(mara.page);
        await saved(tobi.page);
        for (const { page } of [mara, tobi]) {
          await page.getByRole("heading", { name: /Last ferry/ }).waitFor();
        }
        await mara.page.getByRole("button", { name: /Tobi Adeyemi/ }).first().waitFor();
        await tobi.page.getByRole("button", { name: /Mara Lindqvist/ }).first().waitFor();
      });

      await t.step("each sees the other's strokes, also while they are being drawn", async () => {
        await chooseColour(mara.page, /Lapis/);
        const blank = await sheetPicture(tobi.page);
        await mara.page.mouse.move(...await onSheet(mara.page, 0.1, 0.6));
        await mara.page.mouse.down();
        await wave(mara.page, 0.1, 0.45, 0.6);
        await until("the stroke in progress on the other screen", async () => {
          return await sheetPicture(tobi.page) !== blank;
        });
        assert.match(await marks(tobi.page), /0 strokes/, "it is not in the document yet");
        await wave(mara.page, 0.45, 0.85, 0.6);
        await mara.page.mouse.up();
        await until("the stroke in both documents", async () => {
          return /1 stroke\b/.test(await marks(tobi.page)) &&
            /1 stroke\b/.test(await marks(mara.page));
        });
        await chooseColour(tobi.page, /Orpiment/);
        await draw(tobi.page, 0.2, 0.7, 0.3);
        await until("the answer", async () => /2 strokes/.test(await marks(mara.page)));
        await saved(mara.page);
        await saved(tobi.page);
      });

      await t.step("undo takes back one's own stroke and leaves the other's", async () => {
        await draw(mara.page, 0.1, 0.3, 0.85);
        await until("three strokes", async () => /3 strokes/.test(await marks(tobi.page)));
        await mara.page.getByRole("button", { name: "Undo: Stroke" }).click();
        await until("two strokes again", async () => /2 strokes/.test(await marks(tobi.page)));
      });

      await t.step("a dropped photo appears on both sheets", async () => {
        await dropPhoto(mara.page, "Dune.jpg");
        await until("the photo", async () => /1 picture\b/.test(await marks(tobi.page)));
        await saved(mara.page);
      });

      await t.step("reading the picture tells both its mood and why", async () => {
        await mara.page.getByRole("button", { name: /read/i }).first().click();
        const word = (page: Page) => page.getByRole("heading", { name: /^Mood:/ }).innerText();
        await until("a mood", async () => !/Even/.test(await word(tobi.page)));
        await until("the same mood", async () => await word(mara.page) === await word(tobi.page));
        await tobi.page.getByRole("heading", { name: /Why this music/ }).waitFor();
      });

      await t.step("composing is seen by both, and its tracks arrive", async () => {
        await mara.page.getByText("30 s", { exact: true }).first().click();
        await mara.page.getByRole("button", { name: /^Compose/ }).click();
        await tobi.page.getByRole("button", { name: /^Cancel/ }).first().waitFor();
        await picture(tobi.page, "composing");
        for (const { page } of [mara, tobi]) {
          await page.getByText(/^[5-9] tracks$/).waitFor({ timeout: 240_000 });
        }
      });

      await t.step("the tracks play together, and the needle crosses the sheet", async () => {
        const needle = () => mara.page.getByRole("slider", { name: "Needle" }).inputValue();
        const play = mara.page.getByRole("button", { name: "Play", exact: true });
        await until("something to play", () => play.isEnabled());
        await play.click();
        const moved = await until("the needle", async () => {
          const at = Number(await needle());
          return at > 1 && at;
        });
        await until("the needle further on", async () => Number(await needle()) > moved + 0.5);
        await picture(mara.page, "studio");
        await mara.page.getByRole("button", { name: "Pause" }).click();
        await play.waitFor();
        const rested = Number(await needle());
        assert.equal(Number(await needle()), rested);
      });

      await t.step("nothing scrolls sideways, at any width, in either theme", async () => {
        for (const [width, height] of [[360, 740], [768, 1024], [1440, 900]] as const) {
          await mara.page.setViewportSize({ width, height });
          for (const colorScheme of ["light", "dark"] as const) {
            await mara.page.emulateMedia({ colorScheme });
            const wide = await mara.page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `${wide} px of page in ${width} px`);
            assert.ok(await pill(mara.page).isVisible(), `the pill is hidden at ${width} px`);
            await picture(mara.page, `studio-${width}-${colorScheme}`);
          }
        }
      });

      await t.step("after a reload everything is still there, and no page complained", async () => {
        await tobi.page.reload();
        await saved(tobi.page);
        await until(
          "all marks",
          async () => /2 strokes and 1 picture/.test(await marks(tobi.page)),
        );
        await tobi.page.getByText(/^[5-9] tracks$/).waitFor();
        assert.deepEqual([...mara.complaints, ...tobi.complaints], []);
      });
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
    }
  },
});

interface Account {
  readonly user: { id: string; email: string; username: string };
  readonly access_token: string;
}

async function signUpInBrowser({ page }: Visitor, base: string, name: string): Promise<Account> {
  const email = `${name.split(" ")[0]!.toLowerCase()}@example.org`;
  const password = `a long secret of ${name}`.replace(name, crypto.randomUUID());
  await page.goto(`${base}/signup`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Name in the studio").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/projects");
  const answer = await fetch(`${base}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  assert.equal(answer.status, 200);
  return await answer.json();
}

function pill(page: Page) {
  return page.getByRole("banner").getByRole("status").first();
}

async function saved(page: Page): Promise<void> {
  await until("Saved", async () => /Saved/.test(await pill(page).innerText()));
}

function sheet(page: Page) {
  return page.getByRole("group", { name: /^Emotion canvas/ });
}

async function marks(page: Page): Promise<string> {
  return await sheet(page).getAttribute("aria-label") ?? "";
}

async function onSheet(page: Page, x: number, y: number): Promise<[number, number]> {
  const box = await sheet(page).boundingBox();
  assert.ok(box, "the sheet is on the page");
  return [box.x + x * box.width, box.y + y * box.height];
}

async function wave(page: Page, fromX: number, toX: number, y: number): Promise<void> {
  for (let step = 0; step <= 30; step++) {
    const x = fromX + (toX - fromX) * step / 30;
    await page.mouse.move(...await onSheet(page, x, y + 0.08 * Math.sin(x * 18)));
  }
}

async function draw(page: Page, fromX: number, toX: number, y: number): Promise<void> {
  await page.mouse.move(...await onSheet(page, fromX, y));
  await page.mouse.down();
  await wave(page, fromX, toX, y);
  await page.mouse.up();
}

async function chooseColour(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("radio", { name }).check({ force: true });
}

/** A fingerprint of what the sheet shows. */
async function sheetPicture(page: Page): Promise<string> {
  const png = await sheet(page).screenshot();
  const digest = await crypto.subtle.digest("SHA-256", png.slice());
  return encodeBase64(new Uint8Array(digest));
}

async function dropPhoto(page: Page, name: string): Promise<void> {
  const data = await page.evaluateHandle(([base64, name]) => {
    const bytes = Uint8Array.from(atob(base64!), (c) => c.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name!, { type: "image/jpeg" }));
    return transfer;
  }, [encodeBase64(await photo(name)), name]);
  const [clientX, clientY] = await onSheet(page, 0.5, 0.4);
  for (const type of ["dragenter", "dragover", "drop"]) {
    await sheet(page).dispatchEvent(type, { dataTransfer: data, clientX, clientY });
  }
}

async function picture(page: Page, name: string): Promise<void> {
  if (keepPictures) await page.screenshot({ path: `${keepPictures}/${name}.png` });
}
