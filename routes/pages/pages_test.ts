import { expect } from "expect";
import type { Manifest } from "./manifest.ts";
import { notFoundPage, pageRoutes } from "./mod.ts";

const ASSETS: Manifest = {
  scripts: {
    theme: "/static/built/theme-1.js",
    open: "/static/built/open-1.js",
    sign: "/static/built/sign-1.js",
    shelf: "/static/built/shelf-1.js",
    studio: "/static/built/studio-1.js",
  },
  preload: { studio: ["/static/built/chunk-1.js"] },
  style: "/static/built/style-1.css",
  font: "/static/built/font-1.woff2",
};

const app = pageRoutes({ assets: ASSETS });
const PATHS = [
  "/",
  "/signin",
  "/signup",
  "/projects",
  "/projects/0190c2d4-0000-7000-8000-000000000001",
];
const page = async (path: string) => await (await app.request(path)).text();

for (const path of PATHS) {
  Deno.test(`${path} is a whole page that works under a policy without inline code`, async () => {
    const html = await page(path);
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html).toContain('class="skip" href="#main"');
    expect(html).toContain('id="main"');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
  });
}

Deno.test("the theme is known before the first paint", async () => {
  const html = await page("/");
  expect(html.indexOf("theme-1.js")).toBeLessThan(html.indexOf("style-1.css"));
  expect(html).toContain('<script src="/static/built/theme-1.js"></script>');
});

Deno.test("the studio's chunks are asked for together with it", async () => {
  const html = await page(PATHS[4]!);
  expect(html).toContain('<link rel="modulepreload" href="/static/built/chunk-1.js"/>');
  expect(html).toContain('<script type="module" src="/static/built/studio-1.js"></script>');
});

Deno.test("every studio page is the same, so a stranger learns nothing from it", async () => {
  expect(await page("/projects/mine")).toBe(await page("/projects/somebody-elses"));
});

Deno.test("a lost page offers the way back", () => {
  expect(notFoundPage(ASSETS)).toContain('href="/projects"');
});
