/* Wakes the shelf of songs up. */
import { render } from "preact";
import { createToasts } from "./parts/toasts.tsx";
import { Shelf } from "./projects/shelf.tsx";
import { createSongs } from "./projects/songs.ts";
import { createApi } from "./session/api.ts";
import { createSession } from "./session/session.ts";

const session = createSession();
const toasts = createToasts();
const songs = createSongs(createApi(session), toasts);
const root = document.getElementById("shelf")!;

session.state.subscribe((state) => {
  if (state.status === "signed_out") location.replace("/signin?next=/projects");
});
root.replaceChildren();
render(<Shelf session={session} songs={songs} toasts={toasts} />, root);
void songs.load();
