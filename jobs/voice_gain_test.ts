import { strict as assert } from "node:assert";
import * as Y from "yjs";
import { patchTrack, putTracks } from "../collab/document/edits.ts";
import { addTake } from "../collab/document/recording_edits.ts";
import { view } from "../collab/document/view.ts";
import { uuidv7 } from "../services/ids.ts";
import { layVoicesOver } from "./voice_gain.ts";

const MUSIC_LUFS = -14;

Deno.test("voices that came first are laid over the first music, with their harmonies; moved faders stay", () => {
  const doc = new Y.Doc();
  const [sung, moved, silent] = [-26.2, -20, null].map((lufs) => layVoice(doc, lufs));
  patchTrack(doc, moved!.track, { gain_db: -3 });
  const part = layPart(doc, "harmony", { recording: sung!.take, gain_db: -6 });
  layVoicesOver(doc, MUSIC_LUFS);
  assert.equal(gainOf(doc, sung!.track), 16);
  assert.equal(gainOf(doc, part), 10);
  assert.equal(gainOf(doc, moved!.track), -3);
  assert.equal(gainOf(doc, silent!.track), 0);
});

Deno.test("where there was music already, every fader stays", () => {
  const doc = new Y.Doc();
  layPart(doc, "stem", {});
  const { track } = layVoice(doc, -30);
  layVoicesOver(doc, MUSIC_LUFS);
  assert.equal(gainOf(doc, track), 0);
});

function layVoice(
  doc: Y.Doc,
  lufs: number | null,
): { readonly take: string; readonly track: string } {
  const [take, track] = [uuidv7(), uuidv7()];
  const files = { asset: uuidv7(), listen: uuidv7(), peaks: uuidv7() };
  addTake(doc, {
    ...{ id: take, name: "Take 1", ...files, duration_seconds: 8, sample_rate: 48_000 },
    ...{ channels: 1, offset_seconds: 0, lufs, by: uuidv7(), at: 1 },
  }, { id: track, name: "Voice" });
  return { take, track };
}

function layPart(
  doc: Y.Doc,
  kind: "harmony" | "stem",
  fields: { readonly recording?: string; readonly gain_db?: number },
): string {
  const id = uuidv7();
  const files = { asset: uuidv7(), listen: uuidv7(), peaks: uuidv7() };
  putTracks(doc, [{
    ...{ id, kind, name: "Part", ...files, duration_seconds: 8, pigment: "verdigris" },
    ...{ by: uuidv7(), job: null, canvas: null, ...fields },
  }]);
  return id;
}

function gainOf(doc: Y.Doc, id: string): number {
  return view(doc).tracks.find((track) => track.id === id)!.gain_db;
}
