/** The kinds of sound files that are taken in. */
export type SoundType = "wav" | "mp3" | "m4a" | "ogg" | "webm" | "flac";

interface SoundFormat {
  /** ffmpeg's name of the container: the one reader that the file is given to. */
  readonly demuxer: string;
  readonly contentType: string;
}

export const SOUND_FORMATS: Readonly<Record<SoundType, SoundFormat>> = {
  wav: { demuxer: "wav", contentType: "audio/wav" },
  mp3: { demuxer: "mp3", contentType: "audio/mpeg" },
  m4a: { demuxer: "mov", contentType: "audio/mp4" },
  ogg: { demuxer: "ogg", contentType: "audio/ogg" },
  webm: { demuxer: "matroska", contentType: "audio/webm" },
  flac: { demuxer: "flac", contentType: "audio/flac" },
};

/** The reader for a file that is stored as this content type. */
export function demuxerOf(contentType: string): string | undefined {
  return Object.values(SOUND_FORMATS).find((format) => format.contentType === contentType)?.demuxer;
}

/** Reads up to `length` bytes of a file from `start`; fewer at its end. */
export type ReadBytes = (start: number, length: number) => Promise<Uint8Array>;

/**
 * What a file is by its first bytes, never by its name. Only the way in: a decoder has the last word.
 *
 * @returns undefined when it is none of them.
 */
export async function soundTypeOf(read: ReadBytes): Promise<SoundType | undefined> {
  const head = await read(0, 16);
  const tag = (at: number) => String.fromCharCode(...head.subarray(at, at + 4));
  if (["RIFF", "RF64"].includes(tag(0)) && tag(8) === "WAVE") return "wav";
  if (tag(0) === "fLaC") return "flac";
  if (tag(0) === "OggS") return "ogg";
  if (tag(0) === "\x1a\x45\xdf\xa3") return "webm";
  if (tag(4) === "ftyp") return "m4a";
  return await isMp3(read, head) ? "mp3" : undefined;
}

/** How far an MP3's first frame may lie behind its tag. */
const SEARCH_BYTES = 16 * 1024;

/** Two frames that follow each other: eleven set bits alone occur in any noise. */
async function isMp3(read: ReadBytes, head: Uint8Array): Promise<boolean> {
  const window = await read(tagLength(head), SEARCH_BYTES + MAX_FRAME_BYTES);
  for (let at = 0; at + 4 <= window.length && at < SEARCH_BYTES; at++) {
    const first = frameAt(window, at);
    const second = first && frameAt(window, at + first.length);
    if (second && second.rate === first.rate && second.version === first.version) return true;
  }
  return false;
}

/** Bytes of an ID3v2 tag (ID3v2.4 §3.1), whose length is written in seven bits a byte. */
function tagLength(head: Uint8Array): number {
  if (String.fromCharCode(...head.subarray(0, 3)) !== "ID3" || head.length < 10) return 0;
  const [, , , , , flags, a, b, c, d] = head;
  const footer = (flags! & 0x10) !== 0 ? 10 : 0;
  return 10 + footer + ((a! & 127) << 21 | (b! & 127) << 14 | (c! & 127) << 7 | d! & 127);
}

const KBPS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const KBPS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160] as const;
const HZ_1 = [44_100, 48_000, 32_000] as const;
const MAX_FRAME_BYTES = 1_448;

/** The header of a frame of MPEG audio layer III (ISO 11172-3, 13818-3). */
function frameAt(
  bytes: Uint8Array,
  at: number,
): { readonly length: number; readonly rate: number; readonly version: number } | undefined {
  const [sync, second, third] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (sync !== 0xff || second === undefined || third === undefined) return undefined;
  const version = second >> 3 & 3; // 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5
  if ((second & 0xe0) !== 0xe0 || version === 1 || (second >> 1 & 3) !== 1) return undefined;
  const kbps = (version === 3 ? KBPS_1 : KBPS_2)[third >> 4];
  const hz = HZ_1[third >> 2 & 3];
  if (!kbps || !hz) return undefined;
  const rate = version === 3 ? hz : version === 2 ? hz / 2 : hz / 4;
  const length = Math.floor((version === 3 ? 144 : 72) * kbps * 1000 / rate) + (third >> 1 & 1);
  return { length, rate, version };
}
