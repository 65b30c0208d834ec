import assert from "node:assert/strict";
import { type Person, withApp } from "../tests/fixtures/app.ts";
import { findFfmpeg } from "../services/media/ffmpeg.ts";
import { gradientJpeg } from "../tests/fixtures/pictures.ts";
import { fitted } from "./images.ts";

const MB = 2 ** 20;

interface Song {
  readonly project: string;
  readonly canvas: string;
}

async function newSong(who: Person): Promise<Song> {
  const { id } = await who.json(201, "POST", "/projects", { title: "A song" });
  const { canvases } = await who.json(200, "GET", `/projects/${id}/canvases`);
  return { project: id, canvas: canvases[0].id };
}

async function picture(): Promise<Uint8Array<ArrayBuffer>> {
  return await gradientJpeg(await findFfmpeg({}));
}

function form(bytes: Uint8Array<ArrayBuffer>, name = "a.jpg", more: Record<string, string> = {}) {
  const body = new FormData();
  body.set("file", new File([bytes], name));
  for (const [field, value] of Object.entries(more)) body.set(field, value);
  return body;
}

Deno.test("a picture is taken in, laid on the canvas, and read by link, whole and in ranges", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const path = `/canvases/${song.canvas}/images`;
    const answer = await ada.call("POST", path, form(await picture(), "../../Mein Bild.PNG"));
    assert.equal(answer.status, 201, await answer.clone().text());
    const image = await answer.json();
    assert.deepEqual([image.width, image.height], [320, 180]);
    assert.equal(answer.headers.get("location"), `/api/v1/assets/${image.asset_id}`);

    const { shapes } = await ada.json(200, "GET", `/projects/${song.project}/document`);
    const { id, asset, x, y, width, height } = shapes[0];
    assert.deepEqual({ id, asset }, { id: image.id, asset: image.asset_id });
    assert.deepEqual({ x, y, width, height }, { x: 480, y: 270, width: 640, height: 360 });

    const asset1 = await ada.json(200, "GET", `/assets/${image.asset_id}`);
    assert.deepEqual(
      [asset1.kind, asset1.content_type, asset1.width, asset1.height, asset1.job_id],
      ["image", "image/jpeg", 320, 180, null],
    );
    assert.match(asset1.sha256, /^[0-9a-f]{64}$/);
    const url = new URL(asset1.url);
    const open = (path: string, init?: RequestInit) => app.request(path, init);
    const whole = await open(url.pathname + url.search);
    assert.equal(whole.status, 200);
    const { headers } = whole;
    assert.equal(headers.get("content-type"), "image/jpeg");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("content-security-policy"), "default-src 'none'; sandbox");
    assert.match(headers.get("cache-control")!, /^private, max-age=\d+, immutable$/);
    const bytes = new Uint8Array(await whole.arrayBuffer());
    assert.equal(bytes.length, asset1.byte_length);

    const content = await ada.call("GET", `/assets/${image.asset_id}/content`);
    assert.equal(content.status, 302);
    const target = content.headers.get("location")!;
    const part = await open(target, { headers: { range: "bytes=2-9" } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get("content-range"), `bytes 2-9/${bytes.length}`);
    assert.deepEqual(new Uint8Array(await part.arrayBuffer()), bytes.slice(2, 10));
    const beyond = await open(target, { headers: { range: `bytes=${bytes.length}-` } });
    assert.equal(beyond.status, 416);
    const known = await open(target, { headers: { "if-none-match": part.headers.get("etag")! } });
    assert.equal(known.status, 304);
    const head = await open(target, { method: "HEAD" });
    assert.equal(head.headers.get("content-length"), String(bytes.length));

    const download = await ada.call("GET", `/assets/${image.asset_id}/content?download=true`);
    const saved = await open(download.headers.get("location")!);
    assert.match(
      saved.headers.get("content-disposition")!,
      /^attachment; filename="mein-bild.jpeg"/,
    );
    await saved.body?.cancel();

    for (const altered of [target.replace("image%2Fjpeg", "text%2Fhtml"), target.slice(0, -2)]) {
      const refused = await open(altered);
      assert.equal(refused.status, 403);
      const { error } = await refused.json();
      assert.equal(error.code, "LINK_REFUSED");
    }
    assert.equal((await open(target, { method: "PUT", body: "x" })).status, 403);
  }));

Deno.test("a picture can be put around a point", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const path = `/canvases/${song.canvas}/images`;
    await ada.json(201, "POST", path, form(await picture(), "a.jpg", { x: "400", y: "300" }));
    const { shapes } = await ada.json(200, "GET", `/projects/${song.project}/document`);
    assert.deepEqual([shapes[0].x, shapes[0].y], [80, 120]);
    const wrong: Record<string, string>[] = [{ x: "1601" }, { y: "-1" }, { x: "far" }, { y: "" }];
    for (const more of wrong) {
      const { error } = await ada.json(
        422,
        "POST",
        path,
        form(await picture(), "a.jpg", more),
      );
      assert.equal(error.details.fields[0].field, Object.keys(more)[0]);
    }
  }));

Deno.test("uploads that are not what they should be are refused, and nothing is kept", async (t) => {
  await withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const path = `/canvases/${song.canvas}/images`;
    const whole = await picture();
    const text = new TextEncoder();
    const html = text.encode("<html><script>alert(1)</script>");
    const padded = (length: number) => {
      const bytes = new Uint8Array(length);
      bytes.set(whole);
      return bytes;
    };
    const twice = form(whole);
    twice.append("file", new File([whole], "b.jpg"));
    const asText = new FormData();
    asText.set("file", "not a file");
    const cases: readonly [string, number, string, FormData][] = [
      ["HTML called .jpg", 415, "UNSUPPORTED_MEDIA_TYPE", form(html)],
      ["a GIF", 415, "UNSUPPORTED_MEDIA_TYPE", form(text.encode("GIF89a\x01\x00\x01\x00"))],
      ["an SVG", 415, "UNSUPPORTED_MEDIA_TYPE", form(text.encode("<svg xmlns='x'/>"))],
      ["nothing", 422, "IMAGE_UNREADABLE", form(new Uint8Array())],
      ["half a JPEG", 422, "IMAGE_UNREADABLE", form(whole.slice(0, whole.length >> 1))],
      ["10 MB and a byte", 413, "TOO_LARGE", form(padded(10 * MB + 1))],
      ["30 MB", 413, "TOO_LARGE", form(padded(30 * MB))],
      ["two files", 422, "VALIDATION_FAILED", twice],
      ["a text called file", 422, "VALIDATION_FAILED", asText],
      ["no file", 422, "VALIDATION_FAILED", new FormData()],
      ["a field that cannot be set", 422, "VALIDATION_FAILED", form(whole, "a.jpg", { id: "1" })],
    ];
    for (const [name, status, code, body] of cases) {
      await t.step(`${name}: ${status} ${code}`, async () => {
        const { error } = await ada.json(status, "POST", path, body);
        assert.equal(error.code, code);
      });
    }

    const raw = (headers: HeadersInit, body: BodyInit) =>
      app.request(`/api/v1${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${ada.token}`, ...headers },
        body,
      });
    const multipart = { "content-type": "multipart/form-data; boundary=x" };
    const open = `--x\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`;
    await t.step("an image as the body itself: 415", async () => {
      const answer = await raw({ "content-type": "image/jpeg" }, whole);
      assert.equal(answer.status, 415, await answer.text());
    });
    await t.step("a form that is cut off has no file: 422", async () => {
      const answer = await raw(multipart, open + "abc");
      assert.equal(answer.status, 422, await answer.text());
    });
    await t.step("a form that names no boundary: 400", async () => {
      const answer = await raw({ "content-type": "multipart/form-data; x=y" }, open);
      assert.equal(answer.status, 400, await answer.text());
    });
    await t.step(
      "a form without an end, its length left out: 413, and the sender is told to stop",
      async () => {
        let sent = 0;
        const told = Promise.withResolvers<void>();
        const endless = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(text.encode(open)),
          pull(controller) {
            sent += 65_536;
            controller.enqueue(new Uint8Array(65_536));
          },
          cancel: () => told.resolve(),
        });
        const answer = await raw(multipart, endless);
        assert.equal(answer.status, 413, await answer.text());
        await told.promise;
        assert.ok(sent < 11 * MB, `${sent} bytes were taken`);
      },
    );
    await t.step("a length that lies: 413 by what came, not by what was said", async () => {
      const body = open + "y".repeat(11 * MB);
      const answer = await raw({ ...multipart, "content-length": "100" }, body);
      assert.equal(answer.status, 413, await answer.text());
    });

    await t.step("nothing of it is on the canvas, in the rows or on the disk", async () => {
      const { shapes } = await ada.json(200, "GET", `/projects/${song.project}/document`);
      assert.deepEqual(shapes, []);
      const [assets] = await app.sql`select count(*) as n from assets`;
      assert.equal(assets!.n, 0);
    });
  });
});

Deno.test("only editors lay pictures, and a stranger cannot reach an asset", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const path = `/canvases/${song.canvas}/images`;
    const { asset_id } = await ada.json(201, "POST", path, form(await picture()));
    const viewer = await app.signUp("viewer");
    await ada.json(201, "PUT", `/projects/${song.project}/members/${viewer.id}`, {
      role: "viewer",
    });
    await viewer.json(403, "POST", path, form(await picture()));
    await viewer.json(200, "GET", `/assets/${asset_id}`);
    const stranger = await app.signUp("stranger");
    await stranger.json(404, "POST", path, form(await picture()));
    await stranger.json(404, "GET", `/assets/${asset_id}`);
    await stranger.json(404, "GET", `/assets/${asset_id}/content`);
    await ada.json(404, "GET", `/assets/${crypto.randomUUID()}`);
    await ada.json(404, "POST", `/canvases/${crypto.randomUUID()}/images`, form(await picture()));
  }));

for (
  const [what, size, centre, expected] of [
    ["a large photo fills the height", [4000, 3000], [800, 450], [200, 0, 1200, 900]],
    ["a panorama fills the width", [3200, 400], [800, 450], [0, 350, 1600, 200]],
    ["a small one is at most doubled", [100, 50], [800, 450], [700, 400, 200, 100]],
    ["it stays on the canvas", [100, 50], [0, 900], [0, 800, 200, 100]],
    ["a hair is still seen", [1, 32_000], [800, 450], [799.5, 0, 1, 900]],
  ] as const
) {
  Deno.test(`fitting: ${what}`, () => {
    const [width, height] = size;
    const [x, y] = centre;
    const place = fitted({ width, height }, { x, y });
    assert.deepEqual([place.x, place.y, place.width, place.height], expected);
  });
}
