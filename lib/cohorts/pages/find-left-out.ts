import type { Sql } from "@/lib/kernel/database";
import { findSuppressed } from "@/lib/kernel/suppressions/find-suppressed";
import { addressName, idOfName, isAddressKind, normalForm } from "@/lib/vendors/braze/address-forms";
import type { IdentifierKind } from "@/prisma/generated/enums";

interface NamedUsers {
  add: readonly string[];
  remove: readonly string[];
}

/**
 * Which users of a page were deleted on request: under the id that Heap wrote, under the one under which they are kept, or, where
 * users are named by address, under any other spelling of it.
 * @param written as Heap wrote them; `spelled` as they are kept
 * @param sql a transaction that has locked the segment's row
 * @returns the ids as they are kept
 */
export async function findLeftOut(
  sql: Sql,
  customerId: string,
  kind: IdentifierKind,
  { written, spelled }: { written: NamedUsers; spelled: NamedUsers },
): Promise<ReadonlySet<string>> {
  const suppressed = await findSuppressed(sql, customerId, () => namesOf(kind, written, spelled));
  return new Set([...suppressed].map((name) => normalForm(kind, idOfName(name))));
}

function* namesOf(kind: IdentifierKind, written: NamedUsers, spelled: NamedUsers): Iterable<string> {
  yield* written.add;
  yield* written.remove;
  if (!isAddressKind(kind)) return;
  for (const id of [...spelled.add, ...spelled.remove]) {
    yield id;
    const name = addressName(kind, id);
    if (name !== null) yield name;
  }
}
