import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { insertAudit } from "../db/audit_log.ts";
import { constraintOf, type Sql } from "../db/client.ts";
import type { UserRow } from "../db/users.ts";
import { ApiError, invalidField } from "../services/api_error.ts";
import { passwordFault } from "../services/tokens/password_rules.ts";
import type { AppEnv } from "./env.ts";
import { Id, text, Time } from "./schemas.ts";

/** What the routes of accounts share: their shapes and their rules. */

export const User = z.object({
  id: Id,
  email: z.string(),
  username: z.string(),
  color: z.int().min(0).max(7).openapi({ description: "Presence colour" }),
  created_at: Time,
}).openapi("User");

export const Email = z.email("is not an e-mail address").max(254).openapi({
  example: "ada@example.org",
});
/** Its rules are `refuseWeak`'s; a wrong one at sign-in is wrong, not invalid. */
export const Password = text(1, 1000);

export function userJson(user: UserRow): z.infer<typeof User> {
  const { id, email, username, color, created_at } = user;
  return { id, email, username, color, created_at: created_at.toISOString() };
}

/** @throws ApiError 422. */
export function refuseWeak(password: string, about: readonly string[]): void {
  const fault = passwordFault(password, about);
  if (fault) throw invalidField("password", fault);
}

/** @throws ApiError EMAIL_TAKEN or USERNAME_TAKEN 409. */
export async function unlessTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    switch (constraintOf(error)) {
      case "users_email":
        throw new ApiError("EMAIL_TAKEN", 409, "There is an account with this e-mail address.");
      case "users_username":
        throw new ApiError("USERNAME_TAKEN", 409, "This username is taken.");
      default:
        throw error;
    }
  }
}

export async function audit(
  c: Context<AppEnv>,
  sql: Sql,
  userId: string,
  action: string,
  subjectId: string = userId,
  details: Readonly<Record<string, string>> = {},
): Promise<void> {
  const request_id = c.get("requestId");
  await insertAudit(sql, { actor_id: userId, action, subject_id: subjectId, request_id, details });
}
