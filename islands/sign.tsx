/* Wakes the door up: the form, and the way on for people who are in already. */
import { render } from "preact";
import { AuthForm, type AuthMode } from "./auth/auth_form.tsx";
import { safeNext } from "./auth/next.ts";
import { createSession } from "./session/session.ts";

const root = document.getElementById("main")!;
const mode: AuthMode = root.dataset.mode === "signup" ? "signup" : "signin";
const session = createSession();
const next = safeNext(new URLSearchParams(location.search).get("next"));
root.replaceChildren();
render(<AuthForm mode={mode} session={session} next={next} />, root);
session.token().then(() => location.replace(next), () => undefined); // signed out: stay at the door
