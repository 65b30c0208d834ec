import fc from "fast-check";
import assert from "node:assert/strict";
import { ApiError } from "../services/api_error.ts";
import { type FileUpload, type FileUploadLimits, uploadToFile } from "./upload_to_file.ts";

const LIMITS: FileUploadLimits = { maxFileBytes: 100_000, fields: ["name", "stack"] };

Deno.test("what was sent arrives byte for byte, in whatever pieces it comes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: "grapheme", maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      async (noise, text, cuts, fileFirst) => {
        const name = text.toWellFormed().replace(/\r\n?|\n/g, " ");
        // Bytes that look like a boundary are bytes all the same.
        const bytes = new Uint8Array([...noise, 13, 10, 45, 45, ...noise, 13, 10, 13, 10, 45]);
        const form = new FormData();
        if (!fileFirst) form.set("name", name);
        form.set("file", new File([bytes], 'a "song".wav'));
        if (fileFirst) form.set("name", name);
        await inFile(async (path) => {
          const upload = await uploadToFile(await inPieces(form, cuts), path, LIMITS);
          assert.deepEqual(upload.fields, { name });
          assert.deepEqual([upload.filename, upload.byteLength], ['a "song".wav', bytes.length]);
          assert.deepEqual(await Deno.readFile(path), bytes);
        });
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("one byte too many is refused, with and without a length that says so", async () => {
  const just = new FormData();
  just.set("file", new File([new Uint8Array(LIMITS.maxFileBytes)], "a.wav"));
  assert.equal((await read(await inPieces(just, [4096]))).byteLength, LIMITS.maxFileBytes);
  const over = new FormData();
  over.set("file", new File([new Uint8Array(LIMITS.maxFileBytes + 1)], "a.wav"));
  await refused(await inPieces(over, [4096]), "TOO_LARGE");
  over.set("name", "x".repeat(50_000));
  const told = await inPieces(over, [4096]);
  const headers = new Headers(told.headers);
  headers.set("content-length", "999999");
  await refused(new Request(told, { headers }), "TOO_LARGE");
});

Deno.test("what is no such form is refused with its own code", async () => {
  const form = (body: string, type = "multipart/form-data; boundary=b") =>
    new Request("http://x/", { method: "POST", body, headers: { "content-type": type } });
  const part = (head: string, body: string) =>
    `--b\r\nContent-Disposition: ${head}\r\n\r\n${body}\r\n`;
  const file = part('form-data; name="file"; filename="a"', "la");
  assert.equal((await read(form(`${file}--b--`))).byteLength, 2);
  assert.equal((await read(form(`hello\r\n${file}--b--\r\nbye`))).byteLength, 2);
  const wrong: [string, string, string?][] = [
    ["MALFORMED", file],
    ["MALFORMED", `${file}--b`],
    ["MALFORMED", file.slice(0, 20)],
    ["MALFORMED", ""],
    ["MALFORMED", `--b\r\n\r\nla\r\n--b--`],
    ["MALFORMED", `--b\r\nX: ${"y".repeat(20_000)}\r\n\r\nla\r\n--b--`],
    ["MALFORMED", `${file}--b--`, "multipart/form-data; charset=utf-8"],
    ["UNSUPPORTED_MEDIA_TYPE", `${file}--b--`, "application/json"],
    ["VALIDATION_FAILED", `${file}${file}--b--`],
    ["VALIDATION_FAILED", `${part('form-data; name="name"', "x")}--b--`],
    ["VALIDATION_FAILED", `${part('form-data; name="file"', "x")}--b--`],
    ["VALIDATION_FAILED", `${file}${part('form-data; name="id"', "x")}--b--`],
    ["VALIDATION_FAILED", `${file}${part('form-data; name="name"', "x".repeat(5000))}--b--`],
    ["VALIDATION_FAILED", `${part('form-data; name="name"; filename="a"', "x")}${file}--b--`],
  ];
  for (const [code, body, type] of wrong) await refused(form(body, type), code);
});

Deno.test("a body that stops coming, or comes too slowly, is given up", async () => {
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
  for (const [limits, trickles] of [[{ silenceMs: 30 }, false], [{ totalMs: 60 }, true]] as const) {
    let timer: ReturnType<typeof setInterval> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(head));
        if (trickles) timer = setInterval(() => controller.enqueue(new Uint8Array(1)), 5);
      },
      cancel: () => clearInterval(timer),
    });
    const request = new Request("http://x/", {
      method: "POST",
      body,
      headers: { "content-type": "multipart/form-data; boundary=b" },
    });
    await refused(request, "TIMEOUT", limits);
  }
});

async function inPieces(form: FormData, cuts: readonly number[]): Promise<Request> {
  const whole = new Request("http://x/", { method: "POST", body: form });
  const headers = { "content-type": whole.headers.get("content-type")! };
  const bytes = await whole.bytes();
  let [at, i] = [0, 0];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const length = cuts[i++ % cuts.length]!;
      controller.enqueue(bytes.slice(at, at + length));
      at += length;
    },
  });
  return new Request("http://x/", { method: "POST", body, headers });
}

function read(request: Request, limits: Partial<FileUploadLimits> = {}): Promise<FileUpload> {
  return inFile((path) => uploadToFile(request, path, { ...LIMITS, ...limits }));
}

async function refused(
  request: Request,
  code: string,
  limits: Partial<FileUploadLimits> = {},
): Promise<void> {
  await assert.rejects(read(request, limits), (error) => {
    assert.ok(error instanceof ApiError, String(error));
    assert.equal(error.code, code);
    return true;
  });
}

async function inFile<T>(work: (path: string) => Promise<T>): Promise<T> {
  const path = await Deno.makeTempFile({ prefix: "upload-" });
  try {
    return await work(path);
  } finally {
    await Deno.remove(path);
  }
}
