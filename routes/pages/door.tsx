import { Transmute } from "../../islands/art/transmute.tsx";
import type { Manifest } from "./manifest.ts";
import { Brand, renderPage } from "./page.tsx";

/** Sign in and sign up: the form itself is an island, the door around it is not. */
export function doorPage(assets: Manifest, mode: "signin" | "signup"): string {
  return renderPage({
    assets,
    title: mode === "signin" ? "Sign in, Sonic Alchemy" : "Create an account, Sonic Alchemy",
    description: "The door to your songs.",
    kind: "door",
    entry: "sign",
    skipTo: "Skip to the form",
    painted: true,
    children: <Door mode={mode} />,
  });
}

function Door({ mode }: { readonly mode: "signin" | "signup" }) {
  return (
    <main>
      <div
        class="door-art"
        role="img"
        aria-label="Brush strokes that turn into sound waves"
      >
        <Transmute width={770} height={520} seam={.5} />
      </div>
      <section class="door-form">
        <Brand href="/" />
        <div id="main" data-mode={mode}>
          <h1 class="display">{mode === "signin" ? "Come on in" : "Make a song"}</h1>
          <noscript>
            <p class="note">The studio runs in your browser and needs JavaScript.</p>
          </noscript>
        </div>
        <p class="small muted">A password manager is welcome. No puzzles.</p>
      </section>
    </main>
  );
}
