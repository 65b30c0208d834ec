import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { BrushFilters } from "../../islands/art/brush.tsx";
import { Mark } from "../../islands/parts/icon.tsx";
import type { Manifest } from "./manifest.ts";

export interface PageProps {
  readonly assets: Manifest;
  readonly title: string;
  readonly description: string;
  /** Class of the body: it picks the layout. */
  readonly kind: "landing" | "door" | "shelf" | "studio";
  /** The island that wakes this page up. */
  readonly entry?: string;
  readonly skipTo: string;
  /** Paintings on the page need the brush filters. */
  readonly painted?: boolean;
  readonly children: ComponentChildren;
}

/** A whole HTML document. Nothing inline runs: scripts and styles are files, so the policy can be strict. */
export function renderPage(props: PageProps): string {
  return `<!doctype html>${renderToString(<Page {...props} />)}`;
}

function Page({ assets, title, description, kind, entry, skipTo, painted, children }: PageProps) {
  const script = entry === undefined ? undefined : assets.scripts[entry];
  const chunks = entry === undefined ? [] : assets.preload[entry] ?? [];
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>{title}</title>
        <meta name="description" content={description} />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f4f1ea" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#181512" />
        <link rel="icon" href="/static/icons/mark.svg" type="image/svg+xml" />
        <script src={assets.scripts.theme} />
        <link
          rel="preload"
          href={assets.font}
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
        <link rel="stylesheet" href={assets.style} />
        {chunks.map((chunk) => <link key={chunk} rel="modulepreload" href={chunk} />)}
        {script ? <script type="module" src={script} /> : null}
      </head>
      <body class={kind}>
        <a class="skip" href="#main">{skipTo}</a>
        {painted ? <BrushFilters /> : null}
        {children}
      </body>
    </html>
  );
}

export function Brand({ href }: { readonly href: string }) {
  return (
    <a class="brand" href={href}>
      <Mark />
      <span>Sonic Alchemy</span>
    </a>
  );
}
