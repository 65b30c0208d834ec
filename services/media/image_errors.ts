import { ApiError } from "../api_error.ts";

/** 422: it began like an image, but cannot be read as one. */
export function unreadable(what: string): ApiError {
  return new ApiError(
    "IMAGE_UNREADABLE",
    422,
    `This image cannot be read: ${what}. Save it again as JPEG, PNG or WebP and send that.`,
  );
}

/** 422: the bytes stop before the image does. */
export function cutShort(): ApiError {
  return unreadable("the file is cut short");
}

/** 415: the content is something else, whatever the file is called. */
export function unsupported(): ApiError {
  return new ApiError(
    "UNSUPPORTED_MEDIA_TYPE",
    415,
    "The content of this file is not a JPEG, PNG or WebP image.",
    { supported: ["image/jpeg", "image/png", "image/webp"] },
  );
}
