import { useSignal } from "@preact/signals";
import { Icon } from "../parts/icon.tsx";
import { Face } from "../parts/face.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import { type Member, type MemberRole, ROLE_WORDS } from "./members.ts";
import { type Present, presentPeople } from "./people.ts";

/** Everybody the song belongs to: who is here, what they do, what they may do. */
export function PeoplePanel({ studio }: { readonly studio: Studio }) {
  const { members, room } = studio;
  const problem = useSignal<Problem | null>(null);
  const here = new Map(presentPeople(studio).map((person) => [person.id, person]));
  const mine = members.list.value.find(({ user_id }) => user_id === room.user.id);
  const manages = mine?.role === "owner";
  const tried = async (work: () => Promise<void>) => {
    problem.value = null;
    try {
      await work();
    } catch (error) {
      problem.value = asProblem(error);
    }
  };
  return (
    <div class="stack">
      {members.problem.value
        ? (
          <ProblemNote
            problem={members.problem.value}
            what="The people could not be fetched."
            onRetry={() => void members.load()}
          />
        )
        : null}
      <ul class="people-list">
        {members.list.value.map((member) => (
          <li key={member.user_id}>
            <Face
              name={member.username}
              color={member.color}
              size="lg"
              away={(here.get(member.user_id)?.attention ?? "away") === "away"}
            />
            <span class="grow person-name">
              <b>{member.username}</b>
              {member.user_id === room.user.id ? " (you)" : null}
              <br />
              <span class="muted small">
                {member.user_id === room.user.id
                  ? "here"
                  : here.get(member.user_id)?.doing ?? "not here now"}
              </span>
            </span>
            <FollowButton studio={studio} person={here.get(member.user_id)} />
            <Role
              member={member}
              manages={manages}
              onChange={(role) => void tried(() => members.put(member.user_id, role))}
              onRemove={() => void tried(() => members.remove(member.user_id))}
            />
          </li>
        ))}
      </ul>
      {problem.value ? <ProblemNote problem={problem.value} what="Nothing was changed." /> : null}
    </div>
  );
}

interface FollowButtonProps {
  readonly studio: Studio;
  readonly person: Present | undefined;
}

function FollowButton({ studio, person }: FollowButtonProps) {
  if (!person || person.you) return null;
  const followed = studio.follow.whom.value?.id === person.id;
  return (
    <button
      type="button"
      class="btn icon"
      aria-label={`Follow ${person.name}`}
      title={`Follow ${person.name}`}
      aria-pressed={followed}
      onClick={() => {
        if (followed) return studio.follow.stop();
        studio.follow.start(person.id);
        if (studio.view.peek() === "side") studio.view.value = "canvas"; // where only one panel fits
      }}
    >
      <Icon name="eye" />
    </button>
  );
}

interface RoleProps {
  readonly member: Member;
  readonly manages: boolean;
  onChange(role: Exclude<MemberRole, "owner">): void;
  onRemove(): void;
}

function Role({ member, manages, onChange, onRemove }: RoleProps) {
  if (!manages || member.role === "owner") {
    return <span class="small">{ROLE_WORDS[member.role]}</span>;
  }
  return (
    <select
      class="input role"
      aria-label={`Role of ${member.username}`}
      value={member.role}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (value === "remove") onRemove();
        else onChange(value as Exclude<MemberRole, "owner">);
      }}
    >
      {(["editor", "commenter", "viewer"] as const).map((role) => (
        <option key={role} value={role}>{ROLE_WORDS[role]}</option>
      ))}
      <option value="remove">Remove</option>
    </select>
  );
}
