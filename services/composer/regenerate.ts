import { ApiError } from "../api_error.ts";
import { composeCell, draftOf } from "./compose.ts";
import { monophonic } from "./draft.ts";
import { composeLead } from "./lead.ts";
import type { CellId, Note, Role, Score } from "./score.ts";

/**
 * Composes one cell anew and splices only its notes into the stored score; every other note is
 * kept as data. A new lead may let the note before its pick-up end earlier, nothing else.
 *
 * @throws ApiError `UNKNOWN_CELL` (422) when the score has no such section or role.
 */
export function regenerate(score: Score, cell: CellId): Score {
  const [role, sectionId] = cell.split(":") as [Role | "harmony", string];
  const section = score.sections.find((s) => s.id === sectionId);
  const part = score.parts.find((p) => p.role === role);
  if (!section || !part || role === "harmony") {
    throw new ApiError("UNKNOWN_CELL", 422, `This score has no part to regenerate in "${cell}".`, {
      cell,
    });
  }
  const takes = { ...score.takes, [cell]: (score.takes[cell] ?? 0) + 1 };
  const draft = { ...draftOf(score), takes };
  const lead = score.parts.find((p) => p.role === "lead")?.notes ?? [];
  const fresh: readonly Note[] = role === "lead"
    ? composeLead(draft).filter((note) => note.cell === cell)
    : composeCell(draft, role, section, lead);
  const kept = part.notes.filter((note) => note.cell !== cell);
  const spliced = [...kept, ...fresh].sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
  const notes = role === "lead" ? monophonic(spliced) : spliced;
  return {
    ...score,
    takes,
    parts: score.parts.map((p) => (p.id === part.id ? { ...p, notes } : p)),
  };
}
