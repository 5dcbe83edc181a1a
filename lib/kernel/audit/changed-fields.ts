import type { Prisma } from "@/prisma/generated/client";

type Fields = Record<string, Prisma.InputJsonValue | null>;

/** The fields whose values differ, before and after, for the audit entry of an edit. Plain values only. */
export function changedFields<T extends Fields>(
  before: T,
  after: T,
): { before: Prisma.InputJsonObject; after: Prisma.InputJsonObject; any: boolean } {
  const names = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const pick = (fields: Fields) => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return { before: pick(before), after: pick(after), any: names.length > 0 };
}

/** An edit without its absent fields, so that it can be merged into the stored values. */
export function definedFields<T extends object>(edit: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const fields = Object.entries(edit).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
