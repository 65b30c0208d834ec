import type { Db } from "./client.ts";

/** A projection of the document's canvas: where it is, and what lists show of it. */
export interface CanvasRow {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly order_key: string;
  readonly valence: number;
  readonly arousal: number;
  readonly primary_emotion: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly deleted_at: Date | null;
}

export type CanvasProjection = Pick<
  CanvasRow,
  "id" | "project_id" | "name" | "order_key" | "valence" | "arousal" | "primary_emotion"
>;

/** The canvas of a live project. */
export async function findCanvas(db: Db, id: string): Promise<CanvasRow | undefined> {
  const [row] = await db<CanvasRow[]>`
    select c.* from canvases c join projects p on p.id = c.project_id
    where c.id = ${id} and c.deleted_at is null and p.deleted_at is null`;
  return row;
}

/** Writes what the document says now. A canvas of another project keeps its row: ids are not moved. */
export async function putCanvases(db: Db, canvases: readonly CanvasProjection[]): Promise<void> {
  if (canvases.length === 0) return;
  await db`
    insert into canvases ${
    db(canvases, "id", "project_id", "name", "order_key", "valence", "arousal", "primary_emotion")
  }
    on conflict (id) do update set
      name = excluded.name, order_key = excluded.order_key, valence = excluded.valence,
      arousal = excluded.arousal, primary_emotion = excluded.primary_emotion,
      updated_at = now(), deleted_at = null
    where canvases.project_id = excluded.project_id`;
}

/** Soft-deletes the project's canvases that the document no longer holds. */
export async function dropOtherCanvases(
  db: Db,
  projectId: string,
  keepIds: readonly string[],
): Promise<void> {
  await db`
    update canvases set deleted_at = now()
    where project_id = ${projectId} and deleted_at is null and not id = any (${keepIds}::uuid[])`;
}

export async function softDeleteCanvas(db: Db, id: string): Promise<void> {
  await db`update canvases set deleted_at = now() where id = ${id} and deleted_at is null`;
}
