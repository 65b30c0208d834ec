/* Wakes the studio up: who is there, may they come in, then the room. */
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { createToasts } from "./parts/toasts.tsx";
import { openRoom } from "./room/room.ts";
import { unsentChanges } from "./room/unsent.ts";
import { createApi } from "./session/api.ts";
import { asProblem, type Problem } from "./session/problem.ts";
import { createSession } from "./session/session.ts";
import { Gate, type GateState } from "./studio/gate.tsx";
import { createStudio, type Studio } from "./studio/studio.ts";
import { StudioPage } from "./studio/studio_page.tsx";

const projectId = location.pathname.split("/").at(-1)!;
const session = createSession();
const api = createApi(session);
const gate = signal<GateState>({ kind: "opening" });
const studio = signal<Studio | null>(null);

function App() {
  const open = studio.value;
  if (!open || gate.value.kind !== "opening") {
    return <Gate state={gate.value} onRetry={() => void enter()} />;
  }
  return open.room.ready.value
    ? <StudioPage studio={open} />
    : <Gate state={gate.value} onRetry={() => void enter()} />;
}

/** The server says whether this person may come in before a socket is opened. */
async function enter(): Promise<void> {
  gate.value = { kind: "opening" };
  try {
    await ask();
  } catch (error) {
    turnAway(asProblem(error));
    return;
  }
  const { value: state } = session.state;
  if (state.status !== "signed_in") return;
  const room = openRoom({ projectId, user: state.user, token: () => session.token() });
  const opened = createStudio({ room, api, session, toasts: createToasts() });
  studio.value = opened;
  void opened.members.load();
  effect(() => {
    if (room.refused.value !== null) void comeBack(opened);
  });
}

/**
 * The room let go of this tab: gone for good, signed out, or only a blink. What is open stays open until the
 * server has said that it must not: there may be work in it.
 */
async function comeBack(opened: Studio): Promise<void> {
  try {
    await ask();
    opened.room.retry();
  } catch (error) {
    const problem = asProblem(error);
    if (problem.kind === "denied") {
      const { room } = opened;
      const waiting = unsentChanges(projectId);
      gate.value = { kind: "removed", title: room.document.meta.value.title, waiting };
      studio.value = null;
      opened.close();
    } else if (problem.kind !== "signed_out") setTimeout(() => void comeBack(opened), COME_BACK_MS);
  }
}

const COME_BACK_MS = 4000;

async function ask(): Promise<void> {
  await session.token();
  await api.get(`/projects/${encodeURIComponent(projectId)}`);
}

function turnAway(problem: Problem): void {
  if (problem.kind === "denied" || problem.status === 422) gate.value = { kind: "closed" };
  else if (problem.kind !== "signed_out") gate.value = { kind: "failed", problem };
}

session.state.subscribe((state) => {
  if (state.status === "signed_out") {
    location.replace(`/signin?next=${encodeURIComponent(location.pathname)}`);
  }
});
const root = document.getElementById("studio")!;
root.replaceChildren();
render(<App />, root);
void enter();
