import { Icon } from "../parts/icon.tsx";
import type { Studio } from "../studio/studio.ts";

export interface FollowingProps {
  readonly studio: Studio;
  readonly class?: string;
}

/** "Following Tobi": a press ends it. */
export function Following({ studio, class: extra = "" }: FollowingProps) {
  const user = studio.follow.whom.value;
  if (!user) return null;
  return (
    <button
      type="button"
      class={`pill following c-${user.color} ${extra}`}
      onClick={() => studio.follow.stop()}
    >
      <Icon name="eye" />
      Following {user.name.split(" ")[0]}
      <span class="sr">, stop</span>
      <Icon name="x" />
    </button>
  );
}
