import type { Manifest } from "./manifest.ts";
import { renderPage } from "./page.tsx";

/**
 * The studio's shell: the same for every song and everyone, so it tells a stranger nothing.
 *
 * @param gemini whether this server has the second engine: what only that can do is offered then.
 */
export function studioPage(assets: Manifest, gemini: boolean): string {
  return renderPage({
    assets,
    title: "Studio, Sonic Alchemy",
    description: "Paint, compose and mix together.",
    kind: "studio",
    entry: "studio",
    skipTo: "Skip to the studio",
    children: (
      <div id="studio" data-gemini={gemini ? "" : undefined}>
        <main id="main" class="gate">
          <h1 class="sr">Opening the studio</h1>
          <noscript>
            <p class="note">The studio runs in your browser and needs JavaScript.</p>
          </noscript>
        </main>
      </div>
    ),
  });
}
