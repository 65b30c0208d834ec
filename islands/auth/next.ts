/** Where to go after the door: a path of this site, or the shelf. Never another site's address. */
export function safeNext(asked: string | null): string {
  if (asked === null || !/^\/(?![/\\])/.test(asked)) return "/projects";
  const url = new URL(asked, "http://here.invalid");
  return url.host === "here.invalid" ? url.pathname + url.search + url.hash : "/projects";
}
