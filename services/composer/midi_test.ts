import assert from "node:assert/strict";
import { compose } from "./compose.ts";
import { toMidi } from "./midi.ts";
import { perform } from "./perform.ts";
import { type Score, STYLES } from "./score.ts";

interface MidiNote {
  readonly on: number;
  readonly off: number;
  readonly pitch: number;
  readonly velocity: number;
}

interface MidiTrack {
  readonly name: string;
  readonly programs: readonly number[];
  readonly notes: readonly MidiNote[];
  readonly lyrics: readonly string[];
  readonly endTick: number;
}

interface MidiFile {
  readonly division: number;
  readonly tracks: readonly MidiTrack[];
  readonly tempos: readonly { readonly tick: number; readonly us: number }[];
  readonly metre: readonly number[];
  readonly key: readonly number[];
}

/** A strict reader: every byte accounted for, every note ended, nothing after the end of a track. */
function readMidi(bytes: Uint8Array): MidiFile {
  let at = 0;
  const byte = () => {
    assert.ok(at < bytes.length, "runs past the end");
    return bytes[at++]!;
  };
  const number = (size: number) => {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + byte();
    return value;
  };
  const text = (size: number) => {
    const slice = bytes.slice(at, at + size);
    at += size;
    return new TextDecoder("utf-8", { fatal: true }).decode(slice);
  };
  const variable = () => {
    let value = 0;
    for (let i = 0; i < 4; i++) {
      const b = byte();
      value = value * 128 + (b & 127);
      if (b < 128) return value;
    }
    throw new Error("variable length longer than four bytes");
  };
  assert.equal(text(4), "MThd");
  assert.equal(number(4), 6);
  assert.equal(number(2), 1, "format 1");
  const count = number(2);
  const division = number(2);
  const tempos: { tick: number; us: number }[] = [];
  let metre: number[] = [];
  let key: number[] = [];
  const tracks: MidiTrack[] = [];
  for (let t = 0; t < count; t++) {
    assert.equal(text(4), "MTrk");
    const length = number(4);
    const end = at + length;
    const open = new Map<number, { on: number; velocity: number }>();
    const notes: MidiNote[] = [];
    const programs: number[] = [];
    const lyrics: string[] = [];
    let name = "";
    let tick = 0;
    let ended = false;
    while (at < end) {
      assert.ok(!ended, "events after the end of the track");
      tick += variable();
      const status = byte();
      if (status === 0xff) {
        const type = byte();
        const size = variable();
        const data = bytes.slice(at, at + size);
        at += size;
        if (type === 0x2f) ended = true;
        if (type === 0x03) name = new TextDecoder().decode(data);
        if (type === 0x05) lyrics.push(new TextDecoder().decode(data));
        if (type === 0x51) tempos.push({ tick, us: (data[0]! << 16) | (data[1]! << 8) | data[2]! });
        if (type === 0x58) metre = [...data];
        if (type === 0x59) key = [...data];
        continue;
      }
      const kind = status & 0xf0;
      assert.ok(kind >= 0x80 && kind !== 0xf0, `status ${status.toString(16)}`);
      const a = byte();
      assert.ok(a < 128);
      if (kind === 0xc0) {
        programs.push(a);
        continue;
      }
      const b = byte();
      assert.ok(b < 128);
      if (kind === 0x90) {
        assert.ok(b > 0 && !open.has(a), "a note starts while the same pitch sounds");
        open.set(a, { on: tick, velocity: b });
      } else if (kind === 0x80) {
        const start = open.get(a);
        assert.ok(start, "a note-off without its note");
        open.delete(a);
        notes.push({ on: start.on, off: tick, pitch: a, velocity: start.velocity });
      }
    }
    assert.ok(ended && at === end, "the track ends where it says");
    assert.equal(open.size, 0, "every note is ended");
    tracks.push({ name, programs, notes, lyrics, endTick: tick });
  }
  assert.equal(at, bytes.length);
  return { division, tracks, tempos, metre, key };
}

function secondsOf(tick: number, file: MidiFile): number {
  let seconds = 0;
  file.tempos.forEach(({ tick: from, us }, i) => {
    const to = Math.min(tick, file.tempos[i + 1]?.tick ?? Infinity);
    if (to > from) seconds += ((to - from) * us) / (file.division * 1e6);
  });
  return seconds;
}

const piece = (style: Score["brief"]["style"]) =>
  compose({ valence: 0.3, arousal: 0.2, style, duration: 30, seed: 5 });

Deno.test("the file parses, ends at the duration and holds every performed note", () => {
  for (const style of STYLES) {
    const score = piece(style);
    const file = readMidi(toMidi(score));
    assert.equal(file.tracks.length, score.parts.length + 1, style);
    for (const track of file.tracks) {
      assert.ok(Math.abs(secondsOf(track.endTick, file) - 30) < 1e-4, style);
    }
    perform(score).parts.forEach((part, i) => {
      const track = file.tracks[i + 1]!;
      assert.equal(track.notes.length, part.notes.length, `${style} ${part.role}`);
      assert.deepEqual(track.programs, [part.program]);
      assert.equal(track.name, `${part.role}: ${part.name}`);
    });
  }
});

Deno.test("metre and key stand in the conductor track", () => {
  const score = compose({
    valence: 0.5,
    arousal: 0,
    style: "pop",
    duration: 30,
    seed: 1,
    key: 2,
    family: "maj",
  });
  const file = readMidi(toMidi(score));
  assert.deepEqual(file.metre, [4, 2, 24, 8]);
  assert.deepEqual(file.key, [2, 0]);
  assert.equal(file.tempos[0]!.us, score.plan.usPerQuarter);
});

Deno.test("written timing keeps every note on the grid", () => {
  const file = readMidi(toMidi(piece("pop"), { timing: "written" }));
  const offGrid = file.tracks.flatMap((track) => track.notes).filter((note) => note.on % 120 !== 0);
  assert.equal(offGrid.length, 0);
});

Deno.test("syllables travel as lyric events", () => {
  const score = piece("folk");
  const words = ["stay-", "ing", "café"];
  const parts = score.parts.map((part) =>
    part.role !== "lead" ? part : {
      ...part,
      notes: part.notes.map((note, i) => i < 3 ? { ...note, syllable: words[i] as string } : note),
    }
  );
  const file = readMidi(toMidi({ ...score, parts }));
  assert.deepEqual(file.tracks[1]!.lyrics, words);
});
