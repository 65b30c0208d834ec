export type ImageType = "jpeg" | "png" | "webp";

/**
 * EXIF orientation: how the stored rows and columns are to be shown. 1 upright, 2 mirrored,
 * 3 turned by 180°, 4 flipped, 5 transposed, 6 turn right to show, 7 transversed, 8 turn left to show.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What an image file says about itself before anything is decoded. */
export interface ImageHeader {
  readonly type: ImageType;
  /** Pixels per stored row; for orientations 5 to 8 this is the height that people see. */
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** The file may hold transparent pixels. */
  readonly transparent: boolean;
  readonly animated: boolean;
}

/** Width and height as people see them, after the orientation. */
export function shownSize(
  header: Pick<ImageHeader, "width" | "height" | "orientation">,
): { readonly width: number; readonly height: number } {
  return header.orientation >= 5
    ? { width: header.height, height: header.width }
    : { width: header.width, height: header.height };
}
