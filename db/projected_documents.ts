import type { Db } from "./client.ts";

/** What the rows of a project say of its document: the title, the canvases, the lyrics. */
export interface ProjectedDocumentRow {
  readonly title: string;
  readonly canvases: readonly {
    readonly id: string;
    readonly name: string;
    readonly order_key: string;
    readonly valence: number;
    readonly arousal: number;
    readonly primary_emotion: string | null;
  }[];
  readonly lyrics: string;
}

/** Undefined when the project is gone. */
export async function readProjectedDocument(
  db: Db,
  projectId: string,
): Promise<ProjectedDocumentRow | undefined> {
  return (await readProjectedDocuments(db, [projectId])).get(projectId);
}

/** By project, without those that are gone. */
export async function readProjectedDocuments(
  db: Db,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, ProjectedDocumentRow>> {
  const rows = await db<(ProjectedDocumentRow & { readonly id: string })[]>`
    select p.id, p.title,
      coalesce((
        select jsonb_agg(
          jsonb_build_object('id', c.id, 'name', c.name, 'order_key', c.order_key,
            'valence', c.valence, 'arousal', c.arousal, 'primary_emotion', c.primary_emotion)
          order by c.order_key collate "C", c.id)
        from canvases c where c.project_id = p.id and c.deleted_at is null
      ), '[]') as canvases,
      coalesce((select l.text from lyrics l where l.project_id = p.id), '') as lyrics
    from projects p where p.id = any(${projectIds}::uuid[])`;
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
