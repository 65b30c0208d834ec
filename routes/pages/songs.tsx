import type { Manifest } from "./manifest.ts";
import { Brand, renderPage } from "./page.tsx";

export function songsPage(assets: Manifest): string {
  return renderPage({
    assets,
    title: "Your songs, Sonic Alchemy",
    description: "Every song you have made or were asked into.",
    kind: "shelf",
    entry: "shelf",
    skipTo: "Skip to your songs",
    painted: true,
    children: (
      <div id="shelf">
        <header class="top">
          <Brand href="/" />
        </header>
        <main id="main">
          <h1 class="display">Your songs</h1>
          <noscript>
            <p class="note">The studio runs in your browser and needs JavaScript.</p>
          </noscript>
        </main>
      </div>
    ),
  });
}
