/** What of the lyrics the studio fetches when they are first seen: one file, so that little is split. */
export { LyricsDesk } from "./lyrics_desk.tsx";
