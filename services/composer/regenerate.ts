import { ApiError } from "../api_error.ts";
import { composeCell, draftOf } from "./compose.ts";
import { monophonic } from "./draft.ts";
import { composeLead } from "./lead.ts";
import type { CellId, Note, Part, Role, Score, Section } from "./score.ts";

/**
 * Composes cells anew and splices only their notes into the stored score; every other note is kept
 * as data. A new lead may let the note before its pick-up end earlier, nothing else. Give all
 * cells of a letter (see `cellsOfLetter`) to keep its returns alike.
 *
 * @throws ApiError `UNKNOWN_CELL` (422) when the score has no such section or role.
 */
export function regenerate(score: Score, ...cells: readonly CellId[]): Score {
  const takes = { ...score.takes };
  for (const cell of cells) takes[cell] = (takes[cell] ?? 0) + 1;
  const draft = { ...draftOf(score), takes };
  const lead = score.parts.find((part) => part.role === "lead")?.notes ?? [];
  const compose = (role: Role, section: Section): readonly Note[] =>
    role === "lead"
      ? composeLead(draft).filter((note) => note.cell === `lead:${section.id}`)
      : composeCell(draft, role, section, lead);
  let parts = score.parts;
  for (const cell of cells) {
    const { part, section } = locate(score, cell);
    const fresh = compose(part.role, section);
    parts = parts.map((p) => (p.id === part.id ? splice(p, cell, fresh) : p));
  }
  return { ...score, takes, parts };
}

/** A role's cells in every section of a letter: all A's, when one A is named. */
export function cellsOfLetter(score: Score, cell: CellId): CellId[] {
  const { part, section } = locate(score, cell);
  return score.sections.filter(({ letter }) => letter === section.letter)
    .map(({ id }): CellId => `${part.role}:${id}`);
}

function locate(score: Score, cell: CellId): { part: Part; section: Section } {
  const [role, id] = cell.split(":");
  const section = score.sections.find((s) => s.id === id);
  const part = score.parts.find((p) => p.role === role);
  if (section && part) return { part, section };
  throw new ApiError("UNKNOWN_CELL", 422, `This score has no part to regenerate in "${cell}".`, {
    cell,
  });
}

function splice(part: Part, cell: CellId, fresh: readonly Note[]): Part {
  const kept = part.notes.filter((note) => note.cell !== cell);
  const notes = [...kept, ...fresh].sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
  return { ...part, notes: part.role === "lead" ? monophonic(notes) : notes };
}
