import { type ResponseSchema, type Schema, SchemaType } from "@google/generative-ai";
import { z, type ZodType } from "zod";

/**
 * What an answer is read with says what is asked for, too: the part of a zod schema that Gemini's
 * `responseSchema` knows (an OpenAPI 3.0 subset). Limits of numbers are not asked for but clamped.
 *
 * @throws Error for a schema that Gemini has no words for: ours are all tested.
 */
export function responseSchemaOf(answer: ZodType): ResponseSchema {
  return translate(z.toJSONSchema(answer, { io: "input" }) as JsonSchema);
}

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

function translate(schema: JsonSchema): Schema {
  const told = schema.description === undefined ? {} : { description: schema.description };
  switch (schema.type) {
    case "object":
      return {
        type: SchemaType.OBJECT,
        properties: Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, one]) => [name, translate(one)]),
        ),
        required: [...schema.required ?? []],
        ...told,
      };
    case "array":
      return {
        type: SchemaType.ARRAY,
        items: translate(schema.items ?? {}),
        ...(schema.minItems === undefined ? {} : { minItems: schema.minItems }),
        ...(schema.maxItems === undefined ? {} : { maxItems: schema.maxItems }),
        ...told,
      };
    case "string":
      return schema.enum
        ? { type: SchemaType.STRING, format: "enum", enum: [...schema.enum], ...told }
        : { type: SchemaType.STRING, ...told };
    case "number":
      return { type: SchemaType.NUMBER, ...told };
    case "integer":
      return { type: SchemaType.INTEGER, ...told };
    case "boolean":
      return { type: SchemaType.BOOLEAN, ...told };
  }
  throw new Error(`Gemini cannot be asked for a ${schema.type}`);
}

/** A number that is brought within its limits. */
export function clamped(low: number, high: number) {
  return z.number().transform((value) => Math.min(high, Math.max(low, value)));
}

/** One line of text: no control characters, no more than `most` characters. */
export function oneLine(most: number) {
  return z.string().transform((text) => plainLine(text, most));
}

/** As many of a list as are wanted; what comes after is dropped. */
export function atMost<T extends ZodType>(item: T, most: number) {
  return z.array(item).transform((items) => items.slice(0, most));
}

// deno-lint-ignore no-control-regex -- control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/g;

export function plainLine(text: string, most: number): string {
  return text.replace(UNSEEN, " ").replace(/ {2,}/g, " ").trim().slice(0, most).trim();
}
