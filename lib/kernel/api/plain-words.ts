import type { z } from "zod";

const TYPES: Record<string, string> = {
  string: "must be text",
  number: "must be a number",
  int: "must be a whole number",
  boolean: "must be true or false",
  array: "must be a list",
  object: "must be an object",
  record: "must be an object",
};

const FORMATS: Record<string, string> = {
  uuid: "must be an ID",
  email: "must be an email address",
  url: "must be an address such as https://example.com",
  datetime: "must be a time such as 2026-01-31T12:00:00Z",
  date: "must be a date such as 2026-01-31",
};

/**
 * What is wrong with a field, to be read after its name: "must be text". Pass it as zod's `error` when parsing, so
 * that messages of a schema take precedence. Does not repeat values of the input.
 */
export function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : (TYPES[issue.expected] ?? "has the wrong type");
    case "invalid_value":
      return issue.input === undefined ? "is missing" : oneOf(issue.values);
    case "invalid_union":
      return Array.isArray(issue.options) ? oneOf(issue.options) : "has none of the allowed forms";
    case "too_small":
      return lowerBound(issue);
    case "too_big":
      return upperBound(issue);
    case "invalid_format":
      return FORMATS[issue.format] ?? "does not have the right form";
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_key":
    case "invalid_element":
      return "contains something that is not allowed";
    default:
      return undefined;
  }
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(", ")}`;
}

function lowerBound({ origin, minimum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>): string {
  if (origin === "string" && minimum === 1) return "must not be empty";
  if (isCounted(origin)) return `must have at least ${counted(minimum, origin)}`;
  return inclusive === false ? `must be more than ${minimum}` : `must be at least ${minimum}`;
}

function upperBound({ origin, maximum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>): string {
  if (isCounted(origin)) return `must have at most ${counted(maximum, origin)}`;
  return inclusive === false ? `must be less than ${maximum}` : `must be at most ${maximum}`;
}

function isCounted(origin: string): boolean {
  return origin === "string" || origin === "array";
}

function counted(count: number | bigint, origin: string): string {
  const isOne = BigInt(count) === 1n;
  if (origin === "string") return `${count} ${isOne ? "character" : "characters"}`;
  return `${count} ${isOne ? "entry" : "entries"}`;
}
