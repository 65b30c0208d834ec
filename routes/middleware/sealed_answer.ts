/** An answer kept for replay, readable only to who knows the password it was sealed with. */
export interface Answer {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

const IV_BYTES = 12;

/** AES-256-GCM: iv, then a 4-byte length of the headers as JSON, the headers, the body. */
export async function sealAnswer(answer: Answer, password: string): Promise<Uint8Array> {
  const headers = new TextEncoder().encode(JSON.stringify(answer.headers));
  const plain = new Uint8Array(4 + headers.length + answer.body.length);
  new DataView(plain.buffer).setUint32(0, headers.length);
  plain.set(headers, 4);
  plain.set(answer.body, 4 + headers.length);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await keyOf(password);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  const out = new Uint8Array(IV_BYTES + sealed.byteLength);
  out.set(iv);
  out.set(new Uint8Array(sealed), IV_BYTES);
  return out;
}

/** @throws when the password is another one, or a bit was changed. */
export async function openAnswer(bytes: Uint8Array, password: string): Promise<Answer> {
  const copy = new Uint8Array(bytes);
  const iv = copy.subarray(0, IV_BYTES);
  const key = await keyOf(password);
  const plain = new Uint8Array(
    await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, copy.subarray(IV_BYTES)),
  );
  const length = new DataView(plain.buffer).getUint32(0);
  const headers = JSON.parse(new TextDecoder().decode(plain.subarray(4, 4 + length)));
  return { headers, body: plain.slice(4 + length) };
}

async function keyOf(password: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(`sealed answer ${password}`);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return await crypto.subtle.importKey("raw", digest, "AES-GCM", false, ["encrypt", "decrypt"]);
}
