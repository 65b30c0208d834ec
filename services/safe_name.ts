/**
 * A name as every file system takes it: without what some refuse, and at most so many characters.
 * @returns "" when nothing is left.
 */
export function safeName(text: string, most = 80): string {
  const tidy = text.toWellFormed()
    .replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069<>:"/\\|?*]/gu, " ")
    .replace(/\s+/g, " ").trim().replace(/^\.+|\.+$/g, "");
  return [...tidy].slice(0, most).join("").trim();
}
