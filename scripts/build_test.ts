import { expect } from "expect";
import { build } from "./build.ts";

/** quality.md: JavaScript of the studio before the first interaction. */
const STUDIO_BUDGET_BYTES = 90 * 1024;

Deno.test("a build names every file by its content and keeps the studio within its budget", async (t) => {
  const folder = await Deno.makeTempDir();
  const target = new URL(`file://${folder}/built/`);
  try {
    const manifest = await build(target);
    const file = (address: string) => new URL(address.split("/").at(-1)!, target);

    await t.step("every address of the manifest is a file", async () => {
      const addresses = [
        ...Object.values(manifest.scripts),
        ...Object.values(manifest.preload).flat(),
        manifest.style,
        manifest.font,
      ];
      for (const address of addresses) {
        expect(address).toMatch(/^\/static\/built\/[\w-]+-[\w]{8,}\.(js|css|woff2)$/);
        expect((await Deno.stat(file(address))).size).toBeGreaterThan(100);
      }
    });

    await t.step("what the studio loads first is small", async () => {
      const first = [manifest.scripts.studio!, ...manifest.preload.studio!];
      let bytes = 0;
      for (const address of first) bytes += await gzipped(file(address));
      expect(bytes).toBeLessThan(STUDIO_BUDGET_BYTES);
    });

    await t.step("sound and the device's database are loaded when they are needed", () => {
      const names = [...manifest.preload.studio!, manifest.scripts.studio!].join();
      expect(names).not.toMatch(/player|y-indexeddb/);
    });

    await t.step("the theme script is a plain script: it runs before the first paint", async () => {
      const source = await Deno.readTextFile(file(manifest.scripts.theme!));
      expect(source).not.toMatch(/\b(import|export)\b/);
    });

    await t.step("the same sources give the same names", async () => {
      expect(await build(target)).toEqual(manifest);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function gzipped(file: URL): Promise<number> {
  const { readable } = await Deno.open(file);
  const packed = await new Response(readable.pipeThrough(new CompressionStream("gzip"))).bytes();
  return packed.length;
}
