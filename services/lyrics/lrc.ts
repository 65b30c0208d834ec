/** A line of a song in time. */
export interface LrcLine {
  readonly text: string;
  readonly startSeconds: number;
  /** For the enhanced form: when each word begins. */
  readonly words?: readonly { readonly word: string; readonly startSeconds: number }[];
}

export interface LrcOptions {
  readonly title?: string;
  readonly lengthSeconds?: number;
  /** Word times within the line, as `<mm:ss.xx>` (the A2 extension). */
  readonly enhanced?: boolean;
}

/**
 * A song's words as LRC, the format of karaoke players: `[mm:ss.xx]line`, in order of time.
 * Brackets within a line would be read as times: they become parentheses.
 */
export function toLrc(lines: readonly LrcLine[], options: LrcOptions = {}): string {
  const head = [
    ...(options.title === undefined ? [] : [`[ti:${plain(options.title)}]`]),
    ...(options.lengthSeconds === undefined ? [] : [`[length:${clock(options.lengthSeconds)}]`]),
  ];
  const body = lines.toSorted((a, b) => a.startSeconds - b.startSeconds).map((line) => {
    const words = options.enhanced && line.words?.length
      ? line.words.map(({ word, startSeconds }) => `<${clock(startSeconds)}>${plain(word)}`).join(
        " ",
      )
      : plain(line.text);
    return `[${clock(line.startSeconds)}]${words}`;
  });
  return [...head, ...body, ""].join("\n");
}

/** `mm:ss.xx`; minutes grow beyond 99 where a song does. */
function clock(seconds: number): string {
  const hundredths = Math.max(0, Math.round(seconds * 100));
  const minutes = Math.floor(hundredths / 6000);
  const rest = hundredths % 6000;
  return `${String(minutes).padStart(2, "0")}:${String(Math.floor(rest / 100)).padStart(2, "0")}.${
    String(rest % 100).padStart(2, "0")
  }`;
}

function plain(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replaceAll("[", "(").replaceAll("]", ")").replaceAll(
    "<",
    "(",
  )
    .replaceAll(">", ")").trim();
}
