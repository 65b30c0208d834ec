import { Dab, Icon } from "../parts/icon.tsx";
import type { Studio } from "../studio/studio.ts";
import { PicturePicker } from "./picture_picker.tsx";

/** An empty sheet says the one thing to do. */
export function EmptySheet({ studio }: { readonly studio: Studio }) {
  const { room, shapes, keyPen } = studio;
  void room.presence.growth.value; // somebody else may have begun
  const busy = studio.wetNow.value || keyPen.value !== null || studio.adding.value > 0 ||
    room.presence.growing.size > 0;
  if (!room.ready.value || shapes.value.length > 0 || busy) return null;
  return (
    <div class="hint-card">
      <div class="empty">
        <Dab class="big-dab p-lapis" />
        <h3>{studio.canEdit.value ? "Make a mark" : "Nothing painted yet"}</h3>
        {studio.canEdit.value
          ? (
            <>
              <p>Paint a line or drop a picture here. Left to right is time; up is high.</p>
              <PicturePicker studio={studio} class="btn line">
                <Icon name="image" />Add a picture
              </PicturePicker>
            </>
          )
          : <p>You can listen and look. What the others paint appears here.</p>}
      </div>
    </div>
  );
}
