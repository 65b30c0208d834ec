/** What a browser keeps, or cannot keep, of work that is not on the server yet; and that it says so. */
import assert from "node:assert/strict";
import { launchChromium, type Page } from "../fixtures/browser.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import {
  drawLine,
  openStudio,
  personInBrowser,
  pillSays,
  songOf,
  strokes,
} from "../fixtures/studio_page.ts";
import { until } from "../fixtures/until.ts";

Deno.test({
  name: "a browser and what it keeps",
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
      const context = mara.page.context();
      const open = async (song: string, before: (page: Page) => Promise<unknown>) => {
        const page = await context.newPage();
        await before(page);
        await openStudio({ page, complaints: [] }, url, song);
        return page;
      };
      const leave = async (page: Page) => {
        const asked = page.waitForEvent("dialog");
        const closed = page.waitForEvent("close");
        await page.close({ runBeforeUnload: true });
        const dialog = await asked;
        assert.equal(dialog.type(), "beforeunload");
        await dialog.accept();
        await closed;
      };

      await step(
        "without IndexedDB the studio works, and says what is in this tab only",
        async () => {
          const song = await songOf(mara);
          const page = await open(song, (page) =>
            page.addInitScript(() => {
              IDBFactory.prototype.open = () => {
                throw new DOMException("not in a private window", "SecurityError");
              };
            }));
          await drawLine(page, .2);
          await pillSays(page, /^Saved/);
          await server.kill();
          await drawLine(page, .4);
          await pillSays(page, /^Not saved, 1 change only in this tab/);
          await startAgain();
          await pillSays(page, /^Saved/);
          await page.close();
          const next = await open(song, () => Promise.resolve());
          assert.equal(await strokes(next), 2);
          await next.close();
        },
      );

      await step("a device that is full is not said to keep what it does not", async () => {
        const song = await songOf(mara);
        // As browsers do it: a write over the quota ends its transaction.
        const page = await open(song, (page) =>
          page.addInitScript(() => {
            const { add } = IDBObjectStore.prototype;
            IDBObjectStore.prototype.add = function (...what: Parameters<typeof add>) {
              const request = add.apply(this, what);
              if (sessionStorage.getItem("full")) this.transaction.abort();
              return request;
            };
          }));
        await server.kill();
        await drawLine(page, .2);
        await pillSays(page, /^Offline, 1 change kept on this device/);
        await page.evaluate(() => sessionStorage.setItem("full", "yes"));
        await drawLine(page, .4);
        await pillSays(page, /^Not saved, 2 changes only in this tab/);
        await page.evaluate(() => sessionStorage.clear());
        await pillSays(page, /^Offline, 2 changes kept on this device/);
        await leave(page);
        await startAgain();
        const next = await open(song, () => Promise.resolve());
        await until("both strokes", async () => await strokes(next) === 2);
        await next.close();
      });

      await step(
        "two tabs of one person, one without a network, count what is theirs",
        async () => {
          const song = await songOf(mara);
          const [lost, fine] = [
            await open(song, () => Promise.resolve()),
            await open(song, () => Promise.resolve()),
          ];
          const noted = async () =>
            await fine.evaluate(
              (song) => localStorage.getItem(`sonic-alchemy:unsent:${song}`) ?? "{}",
              song,
            );
          const network = await context.newCDPSession(lost);
          const offline = (offline: boolean) =>
            network.send("Network.emulateNetworkConditions", {
              offline,
              latency: 0,
              downloadThroughput: -1,
              uploadThroughput: -1,
            });
          await network.send("Network.enable");
          await offline(true);
          for (const y of [.2, .3, .4]) await drawLine(lost, y);
          await pillSays(lost, /^Offline, 3 changes kept on this device/);
          await fine.bringToFront();
          await drawLine(fine, .6);
          await pillSays(fine, /^Saved/);
          assert.deepEqual(Object.values(JSON.parse(await noted())), [3]);
          await lost.bringToFront();
          await offline(false);
          await pillSays(lost, /^Saved/);
          for (const page of [lost, fine]) {
            await page.bringToFront();
            await until("all four", async () => await strokes(page) === 4);
          }
          assert.equal(await noted(), "{}");
          await Promise.all([lost.close(), fine.close()]);
        },
      );

      await step(
        "what one tab lets go of the device, another that works there keeps again",
        async () => {
          const song = await songOf(mara);
          const page = await open(song, () => Promise.resolve());
          const failures: string[] = [];
          page.on("pageerror", (error) => failures.push(String(error)));
          const other = await context.newPage();
          await other.goto(`${url}/projects`);
          await other.evaluate(
            (name) =>
              new Promise((resolve, reject) => {
                const request = indexedDB.deleteDatabase(name);
                request.onsuccess = resolve;
                request.onerror = reject;
              }),
            `sonic-alchemy/${mara.user.id}/${song}`,
          );
          await page.bringToFront();
          await drawLine(page, .2);
          await pillSays(page, /^Saved/);
          await server.kill();
          await drawLine(page, .4);
          await pillSays(page, /^Offline, 1 change kept on this device/);
          assert.deepEqual(failures, []);
          await leave(page);
          await startAgain();
          const next = await open(song, () => Promise.resolve());
          await until("both strokes", async () => await strokes(next) === 2);
          await next.close();
          await other.close();
        },
      );

      await step(
        "tldraw #10159: a token that cannot be had for a while does not end the way back",
        async () => {
          const song = await songOf(mara);
          const page = await open(song, (page) =>
            page.addInitScript(() => {
              const now = Date.now;
              Date.now = () => now() + Number(sessionStorage.getItem("later") ?? 0);
            }));
          let refusals = 0;
          await page.route("**/api/v1/auth/refresh", (route) => {
            refusals++;
            return route.fulfill({
              status: 503,
              json: { error: { code: "STOPPING", message: "" } },
            });
          });
          await page.evaluate(() => sessionStorage.setItem("later", "3600000"));
          await server.kill();
          await startAgain();
          await drawLine(page, .2);
          await until("asked in vain", () => refusals > 1);
          await page.unroute("**/api/v1/auth/refresh");
          await pillSays(page, /^Saved/);
          await page.close();
        },
      );
    } finally {
      await browser.close();
      await server.stop();
      await removeData(dataDir);
    }
  },
});
