/** The one policy: which role may do what in a project. REST, sockets and jobs all ask here. */

export type Role = "owner" | "editor" | "commenter" | "viewer";

export type Action =
  | "project.read"
  | "project.comment"
  | "project.edit"
  | "project.manage";

const ROLES_FOR: Readonly<Record<Action, readonly Role[]>> = {
  "project.read": ["owner", "editor", "commenter", "viewer"],
  "project.comment": ["owner", "editor", "commenter"],
  "project.edit": ["owner", "editor"],
  "project.manage": ["owner"],
};

/** Whether `role` (undefined for a stranger) may do `action`. */
export function can(role: Role | undefined, action: Action): boolean {
  return role !== undefined && ROLES_FOR[action].includes(role);
}

export const ROLES: readonly Role[] = ["owner", "editor", "commenter", "viewer"];
