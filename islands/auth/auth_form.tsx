import { useSignal } from "@preact/signals";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import { problemFrom, request, type Session, type SessionAnswer } from "../session/session.ts";

export type AuthMode = "signin" | "signup";

export interface AuthFormProps {
  readonly mode: AuthMode;
  readonly session: Session;
  /** Where to go afterwards; a path of this site. */
  readonly next: string;
}

/** Sign in, or create an account: one form, its words by mode. */
export function AuthForm({ mode, session, next }: AuthFormProps) {
  const words = WORDS[mode];
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    const form = event.currentTarget as HTMLFormElement;
    const body = Object.fromEntries(new FormData(form));
    busy.value = true;
    problem.value = null;
    try {
      const response = await request(`/api/v1/auth/${words.call}`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      if (!response.ok) throw await problemFrom(response);
      session.adopt(await response.json() as SessionAnswer);
      location.assign(next);
    } catch (error) {
      problem.value = asProblem(error);
      busy.value = false;
      const first = problem.value.fields[0]?.field ?? (mode === "signin" ? "password" : "email");
      form.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    }
  };

  const fieldError = (name: string) =>
    problem.value?.fields.find(({ field }) => field === name)?.message;
  const wrong = mode === "signin" && problem.value?.status === 401;
  const taken = mode === "signup" && problem.value?.status === 409 ? problem.value.message : null;
  const other = problem.value && !wrong && !taken && problem.value.fields.length === 0;

  return (
    <form class="stack" onSubmit={submit} noValidate={false}>
      <h1 class="display">{words.title}</h1>
      <p class="muted">{words.lead}</p>
      <Field
        name="email"
        label="E-mail"
        type="email"
        autocomplete={mode === "signin" ? "username" : "email"}
        error={fieldError("email") ?? taken}
      />
      {mode === "signup"
        ? (
          <Field
            name="username"
            label="Name in the studio"
            type="text"
            autocomplete="nickname"
            hint="Shown beside your cursor."
            maxLength={100}
            error={fieldError("username")}
          />
        )
        : null}
      <Field
        name="password"
        label="Password"
        type="password"
        autocomplete={mode === "signin" ? "current-password" : "new-password"}
        hint={mode === "signup" ? "At least 8 characters. A sentence is good." : undefined}
        minLength={mode === "signup" ? 8 : undefined}
        error={wrong ? "The e-mail and password do not match. Try again." : fieldError("password")}
      />
      {other && problem.value ? <ProblemNote problem={problem.value} /> : null}
      <button type="submit" class="btn main big" aria-disabled={busy.value}>
        {busy.value ? words.busy : words.act}
      </button>
      <p class="small muted">
        {words.otherwise} <a href={words.href + location.search}>{words.link}</a>.
      </p>
    </form>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly autocomplete: string;
  readonly hint?: string | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly error?: string | null | undefined;
}

function Field({ name, label, type, autocomplete, hint, minLength, maxLength, error }: FieldProps) {
  const described = [hint ? `${name}-hint` : "", error ? `${name}-error` : ""].join(" ").trim();
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        class="input big"
        id={name}
        name={name}
        type={type}
        autocomplete={autocomplete}
        required
        minLength={minLength}
        maxLength={maxLength}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={described || undefined}
      />
      {hint ? <p class="hint" id={`${name}-hint`}>{hint}</p> : null}
      {error
        ? (
          <p class="err" id={`${name}-error`} role="alert">
            <Icon name="alert" />
            {error}
          </p>
        )
        : null}
    </div>
  );
}

const WORDS = {
  signin: {
    call: "login",
    title: "Come on in",
    lead: "Your songs are where you left them.",
    act: "Sign in",
    busy: "Signing in…",
    otherwise: "New here?",
    link: "Create an account",
    href: "/signup",
  },
  signup: {
    call: "register",
    title: "Make a song",
    lead: "An account keeps your songs, and tells the others who is painting.",
    act: "Create account",
    busy: "Creating…",
    otherwise: "Been here before?",
    link: "Sign in",
    href: "/signin",
  },
} as const;
