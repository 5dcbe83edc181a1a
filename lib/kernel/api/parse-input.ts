import type { z } from "zod";
import { TributaryError } from "@/lib/kernel/errors";
import { plainWords } from "./plain-words";

/**
 * Parses what a caller sent.
 * @throws TributaryError `invalid`: the first problem as message, all of them by field as details; values of the
 *   input are not repeated, since they may be secret
 */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { error: plainWords });
  if (parsed.success) return parsed.data;

  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) fields[[...issue.path, key].join(".")] ??= "is not a known field";
    } else {
      fields[issue.path.join(".") || "body"] ??= issue.message;
    }
  }
  const [first] = Object.entries(fields);
  throw new TributaryError("invalid", first ? `${first[0]}: ${first[1]}` : "The input is invalid.", {
    fields,
  });
}
