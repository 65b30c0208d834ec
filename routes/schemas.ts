import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { ROLES } from "../services/policy.ts";

/** Shapes that every resource shares. Objects are strict: an unknown field is refused by name. */

export const Id = z.uuid().openapi({ example: "0193f3a8-6c1e-7a4b-9d53-2f0a6c1b7e90" });
export const Time = z.iso.datetime().openapi({ example: "2026-11-22T12:00:00.000Z" });

/** Text as a person types it, verbatim; only what UTF-8 or the database cannot hold is refused. */
export function text(min: number, max: number) {
  return storable(z.string().min(min).max(max));
}

/** A name or a title: without blank ends, and not blank. */
export function name(max: number) {
  return storable(z.string().trim().min(1).max(max));
}

function storable(schema: z.ZodString) {
  return schema.refine(
    (value) => !value.includes("\0") && value.isWellFormed(),
    "holds a NUL or half a character",
  );
}

export const Role = z.enum(ROLES as [string, ...string[]]).openapi("Role");

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
});

export interface Page {
  readonly limit: number;
  readonly page: number;
}

export function offsetOf({ limit, page }: Page): { limit: number; offset: number } {
  return { limit, offset: (page - 1) * limit };
}

/** What a list answers beside its items. */
export const PageFields = {
  total: z.int().min(0),
  page: z.int().min(1),
  limit: z.int().min(1),
};

/** `Link` to the neighbours of a page (RFC 8288), as relative references. */
export function linkPages(c: Context, { limit, page }: Page, total: number): void {
  const url = new URL(c.req.url);
  const link = (to: number, rel: string) => {
    url.searchParams.set("page", String(to));
    url.searchParams.set("limit", String(limit));
    return `<${url.pathname}${url.search}>; rel="${rel}"`;
  };
  const last = Math.max(1, Math.ceil(total / limit));
  const links = [
    ...(page < last ? [link(page + 1, "next")] : []),
    ...(page > 1 ? [link(Math.min(page - 1, last), "prev")] : []),
    link(1, "first"),
    link(last, "last"),
  ];
  c.header("Link", links.join(", "));
}

export const ErrorBody = z.object({
  error: z.object({
    code: z.string().openapi({ example: "VALIDATION_FAILED" }),
    message: z.string(),
    details: z.looseObject({
      request_id: z.string(),
      fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    }),
  }),
}).openapi("Error");

const WHEN: Readonly<Record<number, string>> = {
  400: "Malformed",
  401: "No valid token",
  403: "A member without the role, or a token without the scope",
  404: "Unknown, or not yours",
  409: "In conflict with the present state",
  412: "If-Match names another state",
  413: "Too large",
  415: "Wrong Content-Type",
  422: "Invalid; details.fields names each field",
  429: "Too many requests; see Retry-After",
};

/** The errors that every JSON route can answer, and those of the caller. */
export function errors(...statuses: number[]) {
  const all = [401, 429, ...statuses];
  return Object.fromEntries(all.map((status) => [status, {
    description: WHEN[status] ?? "Refused",
    content: { "application/json": { schema: ErrorBody } },
  }]));
}

/** A required JSON body. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

/** An answer of JSON. */
export function jsonAnswer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } } as const;
}

/** OpenAPI: this route needs a bearer token. */
export const BEARER = [{ bearer: [] }];
