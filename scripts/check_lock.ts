/** deno.lock must name no registry host: a lock made behind a mirror records tarball addresses. */
const lock = await Deno.readTextFile("deno.lock");
const addresses = lock.split("\n").filter((line) => /"tarball"|https?:\/\//.test(line));
if (addresses.length) {
  const text = `deno.lock names ${addresses.length} package addresses; remove these lines:\n`;
  await Deno.stderr.write(new TextEncoder().encode(`${text}${addresses.slice(0, 5).join("\n")}\n`));
  Deno.exit(1);
}
