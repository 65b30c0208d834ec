/** What is sung on the beat lies on the beat: a microphone that hears the loudspeakers 120 ms late. */
import assert from "node:assert/strict";
import { readWav } from "../../services/mixer/wav.ts";
import { launchChromium } from "../fixtures/browser.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { openStudio, personInBrowser, songOf } from "../fixtures/studio_page.ts";
import { until } from "../fixtures/until.ts";

/** Whatever goes to the loudspeakers comes back by the microphone, later. */
const LOOPBACK = `
  const connect = AudioNode.prototype.connect;
  let loop = null;
  globalThis.AudioContext = class extends AudioContext {
    constructor(...options) {
      super(...options);
      const air = this.createDelay(1);
      air.delayTime.value = .12;
      const out = this.createMediaStreamDestination();
      connect.call(air, out);
      loop = { context: this, air, stream: out.stream };
    }
  };
  AudioNode.prototype.connect = function (to, ...rest) {
    if (loop && to === loop.context.destination) connect.call(this, loop.air);
    return connect.call(this, to, ...rest);
  };
  navigator.mediaDevices.getUserMedia = async () => loop.stream.clone();
`;
const BEAT_SECONDS = 60 / 96;

Deno.test({
  name: "a device is measured by clicks, and takes are moved by it to within a millisecond",
  sanitizeOps: false, // the driver keeps its own connection until the browser is closed
  sanitizeResources: false,
  async fn() {
    const server = await startServer();
    const browser = await launchChromium([
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ]);
    try {
      const { url } = server;
      const june = await personInBrowser(browser, url, "June Park");
      const { page } = june;
      await page.context().addInitScript(LOOPBACK);
      const song = await songOf(june);
      await openStudio(june, url, song);
      await page.getByRole("tab", { name: "Voice", exact: true }).last().click();
      await page.getByRole("button", { name: /^Lateness/ }).click();
      await page.getByRole("button", { name: "Measure" }).click();
      await page.getByText(/^[345] of 5 clicks heard/).first().waitFor();
      await page.getByRole("button", { name: /^Lateness .*measured/ }).waitFor();

      await page.getByText("Clicks while I sing").click();
      await page.getByRole("button", { name: "Record a take" }).last().click();
      const grown = page.locator(".growing .value");
      await until("three seconds", async () => parseFloat(await grown.innerText()) > 3);
      await page.keyboard.press("r");
      await page.getByRole("button", { name: "Take 1", exact: true }).waitFor();

      const { recordings: [take] } = await june.json<Recordings>(
        200,
        "GET",
        `/projects/${song}/recordings`,
      );
      const answer = await june.call("GET", `/assets/${take!.asset_id}/content`);
      const { channels, sampleRate } = readWav(await answer.bytes());
      const clicks = onsets(channels[0]!, sampleRate).map((at) => at + take!.offset_seconds);
      assert.ok(clicks.length >= 4, `${clicks.length} clicks were recorded`);
      const offMs = clicks.map((at) => {
        return Math.abs(at - Math.round(at / BEAT_SECONDS) * BEAT_SECONDS) * 1000;
      });
      assert.ok(Math.max(...offMs) < 1, `off the beat by ${offMs.map((ms) => ms.toFixed(2))} ms`);
    } finally {
      await browser.close();
      await server.stop();
      await removeData(server.dataDir);
    }
  },
});

interface Recordings {
  readonly recordings: readonly { readonly asset_id: string; readonly offset_seconds: number }[];
}

/** Where sound begins after at least a fifth of a second of quiet. */
function onsets(samples: Float32Array, sampleRate: number): number[] {
  const found: number[] = [];
  let loudAt = -Infinity;
  samples.forEach((x, i) => {
    if (Math.abs(x) < .02) return;
    if (i - loudAt > .2 * sampleRate) found.push(i / sampleRate);
    loudAt = i;
  });
  return found;
}
