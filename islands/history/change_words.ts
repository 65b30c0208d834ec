/** `Counts` of the REST interface: how many of a kind were added, changed and removed. */
export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** What one person, or a job that somebody asked for, did in a while. */
export type ChangeSummary = {
  readonly user_id: string | null;
  readonly username: string | null;
  readonly color: number | null;
  readonly job_id: string | null;
  readonly job_kind: string | null;
  readonly from: string;
  readonly until: string;
} & Readonly<Partial<Record<Kind, Counts>>>;

const KINDS = [
  "strokes",
  "images",
  "lines",
  "tracks",
  "recordings",
  "take_versions",
  "comments",
  "canvases",
  "settings",
] as const;
export type Kind = typeof KINDS[number];

const NOUNS: Readonly<Partial<Record<Kind, readonly [one: string, many: string]>>> = {
  strokes: ["stroke", "strokes"],
  images: ["picture", "pictures"],
  lines: ["line", "lines"],
  tracks: ["track", "tracks"],
  recordings: ["take", "takes"],
  take_versions: ["version of a take", "versions of takes"],
  comments: ["comment", "comments"],
  canvases: ["sheet", "sheets"],
};

/** "12 strokes, 1 picture, 2 lines removed, mood moved"; empty when nothing a person would name changed. */
export function changeWords(changes: readonly ChangeSummary[]): string {
  const sums = KINDS.map((kind) => [kind, sum(changes.map((change) => change[kind]))] as const);
  const some = (verb: keyof Counts, suffix: string) =>
    sums.filter(([kind, counts]) => counts[verb] > 0 && NOUNS[kind] && !isMood(kind, verb))
      .map(([kind, counts]) => `${count(counts[verb], kind)}${suffix}`);
  const changed = (kind: Kind) =>
    sums.some(([each, counts]) => each === kind && counts.changed > 0);
  return [
    ...some("added", ""),
    ...some("changed", " changed"),
    ...some("removed", " removed"),
    ...(changed("canvases") ? ["mood moved"] : []),
    ...(changed("settings") ? ["title or tempo set"] : []),
  ].join(", ");
}

/** Who: "Mara, Tobi and Alchemist". Machines sign with one name. */
export function whoWords(changes: readonly ChangeSummary[], me: string): string {
  const names = changes.map(({ job_id, user_id, username }) =>
    job_id ? "Alchemist" : user_id === me ? "you" : username?.split(" ")[0] ?? "somebody"
  );
  const all = [...new Set(names)];
  const words = all.length > 3 ? [...all.slice(0, 2), `${all.length - 2} others`] : all;
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A change of a sheet is what its mood and its reading are kept in. */
function isMood(kind: Kind, verb: keyof Counts): boolean {
  return kind === "canvases" && verb === "changed";
}

function sum(counts: readonly (Counts | undefined)[]): Counts {
  const total = { added: 0, changed: 0, removed: 0 };
  for (const each of counts) {
    total.added += each?.added ?? 0;
    total.changed += each?.changed ?? 0;
    total.removed += each?.removed ?? 0;
  }
  return total;
}

function count(number: number, kind: Kind): string {
  const [one, many] = NOUNS[kind]!;
  return `${number} ${number === 1 ? one : many}`;
}
