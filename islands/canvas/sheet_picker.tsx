import type { Studio } from "../studio/studio.ts";

/** Which canvas is in front; there only where a song has several. */
export function SheetPicker({ studio }: { readonly studio: Studio }) {
  const canvases = studio.room.document.canvases.value;
  if (canvases.length < 2) return null;
  return (
    <select
      class="input sheet-picker"
      aria-label="Canvas"
      value={studio.canvas.value?.id}
      onChange={(event) => studio.canvasId.value = event.currentTarget.value}
    >
      {canvases.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
    </select>
  );
}
