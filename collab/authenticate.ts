import type { Role } from "../services/policy.ts";
import type { Access, Actor } from "./access.ts";
import { CLOSE } from "./document/close_codes.ts";
import { Refusal } from "./guard.ts";
import { projectIdOf } from "./room_name.ts";

export interface Admission {
  readonly projectId: string;
  readonly actor: Actor;
  readonly role: Role;
}

/**
 * Who is at the door of a room, and as what.
 * @throws Refusal the same for rooms that do not exist and rooms that are not shared.
 * @throws ApiError 401 for a token that is none.
 */
export async function authenticate(
  access: Access,
  knock: { readonly token: string; readonly documentName: string },
): Promise<Admission> {
  const projectId = projectIdOf(knock.documentName);
  const actor = await access.identify(knock.token);
  const role = projectId && await access.roleIn(actor.userId, projectId);
  if (!projectId || !role) throw new Refusal(CLOSE.forbidden, "permission-denied");
  return { projectId, actor, role };
}
