import { whenWords } from "../parts/time_words.ts";
import { changeWords, whoWords } from "./change_words.ts";
import type { Version } from "./versions.ts";

/** What a version is called: its name, else what led to it. */
export function versionTitle({ name, reason, changes }: Version): string {
  if (name !== null) return name;
  const words = changeWords(changes);
  if (words) return words[0]!.toLocaleUpperCase() + words.slice(1);
  if (reason === "before_restore") return "Before a restore";
  return reason === "before_job" ? "Before a job" : "As it was";
}

/** Who and when, and why it was kept: "you and Tobi, today 16:40. Kept by itself". */
export function versionLine(version: Version, namedBy: string, me: string, now: Date): string {
  const who = whoWords(version.changes, me);
  const when = whenWords(new Date(version.created_at), now);
  const why = version.name !== null && version.reason === "named"
    ? `Named by ${namedBy || "somebody"}`
    : version.name !== null
    ? "Named"
    : REASONS[version.reason];
  const what = version.name !== null ? changeWords(version.changes) : "";
  return [[who, when].filter(Boolean).join(", "), why, what].filter(Boolean).join(". ");
}

const REASONS: Readonly<Record<Version["reason"], string>> = {
  named: "Named",
  idle: "Kept when the room was quiet",
  ongoing: "Kept while work went on",
  empty: "Kept when the last person left",
  before_restore: "Kept before a restore",
  before_job: "Kept before a job’s edit",
};
