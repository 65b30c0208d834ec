/** Panels, windows and notes that nobody sees at first: fetched together, so that little is split. */
export { Marks } from "../canvas/marks.tsx";
export { PrintGrip } from "../canvas/print_grip.tsx";
export { AwayNote } from "../history/away_note.tsx";
export { HistoryPanel } from "../history/history_panel.tsx";
export { Why } from "../mood/why.tsx";
export { DoneCard } from "../music/done_card.tsx";
export { OptionFields } from "../music/option_fields.tsx";
export { PeoplePanel } from "../people/people_panel.tsx";
export { ShareDialog } from "../people/share_dialog.tsx";
export { FilesPanel } from "./files_panel.tsx";
export { PlaceGrip } from "../tracks/place_grip.tsx";
export { waveOf } from "../tracks/wave.ts";
