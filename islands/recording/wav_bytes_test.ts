import { expect } from "expect";
import { readWav } from "../../services/mixer/wav.ts";
import { longestTakeSeconds, packPcm24, wavFile } from "./wav_bytes.ts";

Deno.test("pieces become a file that reads back to the last of 24 bits", async () => {
  const samples = Float32Array.from({ length: 1001 }, (_, i) => Math.sin(i / 7) * .9);
  const pieces = [samples.subarray(0, 128), samples.subarray(128, 900), samples.subarray(900)]
    .map((piece) => packPcm24([piece]));
  const file = new Uint8Array(
    await wavFile({ sampleRate: 48_000, channels: 1 }, pieces).arrayBuffer(),
  );
  expect(file.length % 2).toBe(0);
  const { sampleRate, channels } = readWav(file);
  expect(sampleRate).toBe(48_000);
  expect(channels.length).toBe(1);
  expect(channels[0]!.length).toBe(1001);
  for (let i = 0; i < 1001; i++) {
    expect(Math.abs(channels[0]![i]! - samples[i]!)).toBeLessThanOrEqual(.5 / 8388608);
  }
});

Deno.test("both channels, and what is beyond full scale is clipped, not wrapped", async () => {
  const left = Float32Array.of(1.5, -1.5, 0);
  const right = Float32Array.of(.25, -.25, 1);
  const file = wavFile({ sampleRate: 44_100, channels: 2 }, [packPcm24([left, right])]);
  const { channels } = readWav(new Uint8Array(await file.arrayBuffer()));
  expect([...channels[0]!]).toEqual([8388607 / 8388608, -1, 0]);
  expect([...channels[1]!]).toEqual([.25, -.25, 8388607 / 8388608]);
});

Deno.test("nothing recorded is a file of no sound", async () => {
  const file = wavFile({ sampleRate: 48_000, channels: 1 }, []);
  expect(readWav(new Uint8Array(await file.arrayBuffer())).channels[0]!.length).toBe(0);
});

Deno.test("five minutes at 48 kHz; less where 50 MB would be passed", () => {
  expect(longestTakeSeconds({ sampleRate: 48_000, channels: 1 })).toBe(300);
  expect(longestTakeSeconds({ sampleRate: 96_000, channels: 1 })).toBe(173);
  expect(longestTakeSeconds({ sampleRate: 48_000, channels: 2 })).toBe(173);
});
