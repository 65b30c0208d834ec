import type { Db } from "./client.ts";

export interface AuditEntry {
  readonly actor_id: string | null;
  /** What happened, noun.verb: "session.end", "member.put". */
  readonly action: string;
  readonly project_id?: string;
  /** The id of what it happened to. */
  readonly subject_id?: string;
  readonly request_id?: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export async function insertAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db`
    insert into audit_log (actor_id, action, project_id, subject_id, request_id, details)
    values (${entry.actor_id}, ${entry.action}, ${entry.project_id ?? null},
      ${entry.subject_id ?? null}, ${entry.request_id ?? null}, ${db.json(entry.details ?? {})})`;
}
