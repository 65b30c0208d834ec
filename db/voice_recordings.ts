import type { Db } from "./client.ts";

/** A take as it came in; the document says what has become of it. */
export interface VoiceRecordingRow {
  readonly id: string;
  readonly project_id: string;
  readonly asset_id: string;
  readonly created_by: string | null;
  readonly duration_seconds: number;
  /** Hz, as it came in. */
  readonly sample_rate: number;
  readonly channels: number;
  readonly created_at: Date;
}

export async function insertVoiceRecording(
  db: Db,
  row: Omit<VoiceRecordingRow, "created_at">,
): Promise<void> {
  await db`insert into voice_recordings ${db(row)}`;
}

/** The take of a live project. */
export async function findVoiceRecording(
  db: Db,
  id: string,
): Promise<VoiceRecordingRow | undefined> {
  const [row] = await db<VoiceRecordingRow[]>`
    select v.* from voice_recordings v join projects p on p.id = v.project_id
    where v.id = ${id} and p.deleted_at is null`;
  return row;
}

/** Forgets a take for good. */
export async function deleteVoiceRecording(db: Db, id: string): Promise<void> {
  await db`delete from voice_recordings where id = ${id}`;
}
