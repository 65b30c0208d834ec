import { Dab, Icon, type IconName } from "../parts/icon.tsx";
import type { Studio, Tool } from "../studio/studio.ts";
import { PicturePicker } from "./picture_picker.tsx";
import { isPigment, PAINT_BOX } from "./pigments.ts";
import { raiseKeyPen } from "./sheet.tsx";

/** Left of the sheet: what is in the hand, the paint, the brush. */
export function ToolColumn({ studio }: { readonly studio: Studio }) {
  const locked = !studio.canEdit.value;
  return (
    <div class="toolcol">
      <Tools studio={studio} />
      <fieldset disabled={locked}>
        <legend class="label">Paint is sound</legend>
        <div class="paints-box">
          {PAINT_BOX.map(({ id, name, sound }) => (
            <label key={id} class={`p-${id}`}>
              <input
                type="radio"
                name="pigment"
                checked={studio.color.value === id}
                onChange={() => take(studio, id)}
              />
              <Dab />
              <span>
                {name} <small>{sound}</small>
              </span>
            </label>
          ))}
          <OwnColour studio={studio} />
        </div>
      </fieldset>
      <Brush studio={studio} locked={locked} />
    </div>
  );
}

function take(studio: Studio, color: string): void {
  studio.color.value = color;
  studio.tool.value = "pen";
}

function OwnColour({ studio }: { readonly studio: Studio }) {
  const color = studio.color.value;
  const own = !isPigment(color);
  return (
    <label class={own ? "own on" : "own"} style={{ "--p": own ? color : "var(--edge)" }}>
      <input
        type="color"
        value={own ? color : "#7a6248"}
        onInput={(event) => take(studio, event.currentTarget.value)}
        aria-label="A colour of your own"
      />
      <Dab />
      <span aria-hidden="true">
        Your own <small>nearest</small>
      </span>
    </label>
  );
}

function Brush({ studio, locked }: { readonly studio: Studio; readonly locked: boolean }) {
  const width = studio.width.value;
  return (
    <div class="slider brushes">
      <label for="brush">Brush</label>
      <span class="value">{width}</span>
      <input
        class="fader"
        id="brush"
        type="range"
        min={4}
        max={160}
        value={width}
        disabled={locked}
        style={{ "--v": (width - 4) / 156 }}
        onInput={(event) => studio.width.value = Number(event.currentTarget.value)}
      />
    </div>
  );
}

const TOOLS: readonly (readonly [Tool, IconName, string, string])[] = [
  ["pen", "brush", "Brush", "D"],
  ["eraser", "erase", "Eraser", "E"],
  ["hand", "hand", "Move the sheet", "H"],
];

function Tools({ studio }: { readonly studio: Studio }) {
  const { tool, keyPen } = studio;
  const locked = !studio.canEdit.value;
  return (
    <div class="tools" role="group" aria-label="Canvas tools">
      {TOOLS.map(([id, icon, name, key]) => (
        <button
          key={id}
          type="button"
          class="btn icon"
          aria-label={name}
          title={`${name} (${key} on the sheet)`}
          aria-pressed={tool.value === id}
          disabled={locked && id !== "hand"}
          onClick={() => tool.value = id}
        >
          <Icon name={icon} />
        </button>
      ))}
      <PicturePicker studio={studio} class="btn icon" label="Add a picture">
        <Icon name="image" />
      </PicturePicker>
      <button
        type="button"
        class="btn icon"
        aria-label="Paint with the keys"
        title="Paint with the keys (K on the sheet)"
        aria-pressed={keyPen.value !== null}
        disabled={locked}
        onClick={() => {
          if (keyPen.value) keyPen.value = null;
          else raiseKeyPen(studio);
        }}
      >
        <Icon name="keys" />
      </button>
      <button
        type="button"
        class="btn icon"
        aria-label="List of marks"
        title="List of marks"
        onClick={() => {
          studio.sideTab.value = "marks";
          studio.view.value = "side";
          requestAnimationFrame(() => document.getElementById("tab-marks")?.focus());
        }}
      >
        <Icon name="lines" />
      </button>
    </div>
  );
}
