import { Painting } from "../../islands/art/brush.tsx";
import { COVER_HEIGHT, COVER_WIDTH, dab } from "../../islands/art/covers.ts";
import type { Manifest } from "./manifest.ts";
import { Brand, renderPage } from "./page.tsx";

/** 404: unknown and private read the same, so nothing leaks. */
export function lostPage(assets: Manifest): string {
  return renderPage({
    assets,
    title: "Not here, Sonic Alchemy",
    description: "This page is not here.",
    kind: "landing",
    skipTo: "Skip to content",
    painted: true,
    children: (
      <>
        <header class="top">
          <Brand href="/" />
        </header>
        <main id="main" class="lost empty">
          <div class="lost-art">
            <Painting strokes={dab("lapis", 3)} width={COVER_WIDTH} height={COVER_HEIGHT} />
          </div>
          <h1 class="display">Nothing is painted here</h1>
          <p>The address may be mistyped, or the page may be private.</p>
          <div class="btn-row">
            <a class="btn main" href="/projects">Your songs</a>
            <a class="btn" href="/">Front page</a>
          </div>
        </main>
      </>
    ),
  });
}
