import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Face, MachineFace } from "../parts/face.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { saveWords } from "../room/save_state.ts";
import type { Studio } from "../studio/studio.ts";
import { type ChangeSummary, changeWords, whoWords } from "./change_words.ts";
import { CreditsDialog } from "./credits_dialog.tsx";
import { NameForm } from "./name_form.tsx";
import { VersionCard } from "./version_card.tsx";
import { versionLine, versionTitle } from "./version_words.ts";
import { createVersions, type Version, type Versions } from "./versions.ts";

/** What is new elsewhere is asked for this often while the panel is looked at. */
const LOOK_AGAIN_MS = 30_000;

/** What the song was, newest first: who changed what, what has a name, and the way back. */
export function HistoryPanel({ studio }: { readonly studio: Studio }) {
  const versions = useMemo(() => createVersions(studio.api, studio.room.projectId), [studio]);
  const naming = useSignal(false);
  const open = useSignal<string | null>(null);
  const crediting = useSignal(false);
  useEffect(() => {
    void versions.load();
    const timer = setInterval(() => {
      if (!document.hidden) void versions.load();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [versions]);
  const list = versions.list.value;
  const named = async (name: string) => {
    await versions.name(name);
    naming.value = false;
    studio.say(`Kept as ${name}`);
  };
  return (
    <div class="stack history">
      {naming.value
        ? (
          <NameForm
            label="Name of this version"
            value=""
            onKeep={named}
            onCancel={() => naming.value = false}
          />
        )
        : (
          <div class="btn-row">
            <button
              type="button"
              class="btn line"
              disabled={!studio.canEdit.value}
              onClick={() => naming.value = true}
            >
              <Icon name="plus" />Name this version
            </button>
            <button type="button" class="btn" onClick={() => crediting.value = true}>
              Credits
            </button>
          </div>
        )}
      {versions.problem.value
        ? (
          <ProblemNote
            problem={versions.problem.value}
            what="The history could not be fetched."
            onRetry={() => void versions.load()}
          />
        )
        : null}
      <ol class="timeline" aria-busy={list === null}>
        <Now studio={studio} versions={versions} />
        {(list ?? []).map((version) => (
          <Entry
            key={version.id}
            studio={studio}
            versions={versions}
            version={version}
            open={open.value === version.id}
            onToggle={() => open.value = open.value === version.id ? null : version.id}
          />
        ))}
      </ol>
      {list?.length === 0
        ? (
          <p class="muted small">
            Versions are kept by themselves: when the room is quiet, before every restore and before
            a job edits the song.
          </p>
        )
        : null}
      {list && list.length < versions.total.value
        ? (
          <button type="button" class="btn line" onClick={() => void versions.more()}>
            Earlier versions
          </button>
        )
        : null}
      <CreditsDialog studio={studio} open={crediting} />
    </div>
  );
}

function Now({ studio, versions }: { readonly studio: Studio; readonly versions: Versions }) {
  const { user } = studio.room;
  const changes = versions.since.value;
  const words = changeWords(changes);
  const save = studio.room.save.value;
  return (
    <li>
      <ChangeFace changes={changes} fallback={{ name: user.username, color: user.color }} />
      <div>
        <h3>Now</h3>
        <p class="muted small">
          {save.kind === "saved" ? "All changes are saved" : saveWords(save)}
          {words ? `. Since the last version: ${words}, ${whoWords(changes, user.id)}` : ""}
        </p>
      </div>
    </li>
  );
}

interface EntryProps {
  readonly studio: Studio;
  readonly versions: Versions;
  readonly version: Version;
  readonly open: boolean;
  onToggle(): void;
}

function Entry({ studio, versions, version, open, onToggle }: EntryProps) {
  const { user } = studio.room;
  const namedBy = version.created_by === user.id
    ? "you"
    : studio.nameOf(version.created_by ?? "").split(" ")[0]!;
  const namer = version.reason === "named"
    ? studio.members.list.value.find(({ user_id }) => user_id === version.created_by)
    : undefined;
  const title = versionTitle(version);
  return (
    <li class={version.name === null ? undefined : "named"}>
      {namer
        ? <Face name={namer.username} color={namer.color} />
        : <ChangeFace changes={version.changes} fallback={null} />}
      <div>
        <h3>
          <button type="button" class="version-title" aria-expanded={open} onClick={onToggle}>
            {title}
          </button>
        </h3>
        <p class="muted small">{versionLine(version, namedBy, user.id, new Date())}</p>
        {open ? <VersionCard studio={studio} versions={versions} version={version} /> : null}
      </div>
    </li>
  );
}

interface ChangeFaceProps {
  readonly changes: readonly ChangeSummary[];
  readonly fallback: { readonly name: string; readonly color: number } | null;
}

/** The mark of whoever did it: people are round, machines are square. */
function ChangeFace({ changes, fallback }: ChangeFaceProps) {
  const person = changes.find(({ job_id, username }) => job_id === null && username !== null);
  if (person) return <Face name={person.username!} color={person.color ?? 0} />;
  if (changes.some(({ job_id }) => job_id !== null)) return <MachineFace />;
  return fallback
    ? <Face name={fallback.name} color={fallback.color} />
    : <span class="face blank" aria-hidden="true" />;
}
