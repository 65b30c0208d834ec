/** A real voice over REST alone: in, in tune, in another style, in harmony, compared, undone. */
import assert from "node:assert/strict";
import { signUp } from "../fixtures/client.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { ebur128 } from "../fixtures/sound.ts";
import { takeForm } from "../fixtures/tones.ts";
import { VOICES } from "../fixtures/voices.ts";

interface Take {
  readonly id: string;
  readonly track_id: string;
  readonly asset_id: string;
  readonly duration_seconds: number;
  readonly versions: readonly {
    readonly id: string;
    readonly label: string;
    readonly from: string | null;
    readonly asset_id: string;
    readonly listen_asset_id: string;
    readonly loudness_lufs: number;
    readonly report: Readonly<Record<string, number>>;
  }[];
}

interface Pitch {
  readonly f0_hz: readonly (number | null)[];
  readonly notes: readonly unknown[];
  readonly target_midi?: readonly unknown[];
  readonly problem: string | null;
}

interface Document {
  readonly tracks: readonly { readonly kind: string; readonly source: string | null }[];
}

Deno.test("a real voice is tuned, styled and harmonised over REST, and the original stays", async (t) => {
  const server = await startServer();
  try {
    const who = await signUp(server.url);
    const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "sung" });
    const voice = VOICES.find(({ name }) => name === "supercollider")!;
    const bytes = await Deno.readFile(voice.path);
    const form = takeForm(bytes, { offset_seconds: "0.5" }, "a11wlk01.wav");
    const take = await who.json<Take>(201, "POST", `/projects/${id}/recordings`, form);
    const at = `/recordings/${take.id}`;
    const work = async (what: string, body: unknown) => {
      const { id } = await who.json<{ id: string }>(202, "POST", `${at}/${what}`, body);
      const job = await who.job(id, 60_000);
      assert.equal(job.status, "succeeded", JSON.stringify(job.error));
      return job;
    };
    const now = () => who.json<Take>(200, "GET", at);
    const heard = async () => {
      const { tracks } = await who.json<Document>(200, "GET", `/projects/${id}/document`);
      return tracks.find(({ kind }) => kind === "take")!.source;
    };

    const tuned = await work("process", {
      pitch_correction: { strength: 1, scale: "chromatic", key: "C" },
      breath_control: { strength: 0.5 },
    });
    await t.step(
      "tuned: the notes stand where they are meant, and the report says so",
      async () => {
        const [original, version] = (await now()).versions;
        assert.deepEqual([original!.id, version!.from], [take.id, take.id]);
        const { median_abs_cents_before, median_abs_cents_after } = version!.report;
        assert.ok(
          median_abs_cents_after! < median_abs_cents_before!,
          JSON.stringify(version!.report),
        );
        assert.ok(median_abs_cents_after! <= 10, JSON.stringify(version!.report));
        assert.equal(await heard(), version!.id);
        const [before, after] = await Promise.all([
          who.json<Pitch>(200, "GET", `${at}/pitch`),
          who.json<Pitch>(200, "GET", `${at}/pitch?version=${version!.id}`),
        ]);
        assert.equal(before.f0_hz.length, after.f0_hz.length);
        assert.equal(before.problem, null);
        assert.ok(before.notes.length > 3 && after.target_midi !== undefined);
      },
    );

    await t.step("styled: what the API says of its loudness is what is to be heard", async () => {
      const { versions: [, version] } = await now();
      await work("style", { style: "telephone", version: version!.id });
      const styled = (await now()).versions.at(-1)!;
      assert.deepEqual([styled.label, styled.from], ["Telephone", version!.id]);
      const wav = await ebur128(await who.asset(styled.asset_id));
      assert.ok(Math.abs(wav.integratedLufs - styled.loudness_lufs) <= 0.3);
      assert.ok(Math.abs(wav.durationSeconds - take.duration_seconds) < 0.05);
    });

    await t.step("in harmony: two tracks more", async () => {
      const { result } = await work("harmonies", { parts: 2 });
      assert.equal((result!.track_ids as string[]).length, 2);
    });

    await t.step("undone: the take sounds as before, and is what came in", async () => {
      const { kept } = await who.json<{ kept: unknown[] }>(200, "POST", `/jobs/${tuned.id}/undo`);
      assert.equal(kept.length, 1, "the style was chosen since");
      assert.equal((await now()).versions.length, 2, "the original and the style");
      assert.deepEqual(await who.asset(take.asset_id), bytes);
    });
  } finally {
    await server.stop();
    await removeData(server.dataDir);
  }
});
