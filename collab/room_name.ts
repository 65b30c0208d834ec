import { isUuid } from "../services/ids.ts";

const PREFIX = "project/";

/** The document's name on the wire. */
export function roomName(projectId: string): string {
  return PREFIX + projectId;
}

/** Undefined for anything but `project/<uuid>`. */
export function projectIdOf(name: string): string | undefined {
  const id = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : "";
  return isUuid(id) ? id : undefined;
}
