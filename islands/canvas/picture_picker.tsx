import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Studio } from "../studio/studio.ts";
import { addPictures, PICTURE_TYPES } from "./pictures.ts";

export interface PicturePickerProps {
  readonly studio: Studio;
  readonly class: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A button that opens the file chooser. */
export function PicturePicker(props: PicturePickerProps) {
  const { studio, class: classes, label, children } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={classes}
        aria-label={label}
        title={label}
        disabled={!studio.canEdit.value}
        onClick={() => input.current?.click()}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        accept={PICTURE_TYPES.join()}
        multiple
        hidden
        aria-label="Picture file"
        onChange={(event) => {
          const files = [...event.currentTarget.files ?? []];
          event.currentTarget.value = "";
          void addPictures(studio, files);
        }}
      />
    </>
  );
}
