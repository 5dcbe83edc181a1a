import { TributaryError } from "@/lib/kernel/errors";
import type { AddressKind } from "./address-forms";
import { IDENTIFIERS_POSSIBLE } from "./destination-kinds";
import type { SentList } from "./reported-errors";

/**
 * Most ids in one call, over all kinds, adds and removes together.
 * Source: https://www.braze.com/docs/partners/isv_partners/cohort_import
 */
export const MAX_IDS_PER_CALL = 1000;

/** What an id is to Braze. */
export type Identifier = "external_id" | "device_id" | "alias" | AddressKind;

/** How a user's id is sent: as one identifier, or as two if nobody can say by which of them Braze knows the user. */
export type IdentifierKind = Identifier | "external_id_or_device_id";

/** The identifiers under which an id is sent. Each is an entry of its own, and Braze's limit counts entries. */
export function identifiersOf(kind: IdentifierKind): readonly Identifier[] {
  return kind === "external_id_or_device_id" ? ["external_id", "device_id"] : [kind];
}

/** Users of one kind of identifier who enter or leave a cohort or an attribute. */
export interface MemberChange {
  identifierKind: IdentifierKind;
  /** For aliases only: the label they all carry. */
  aliasLabel?: string | null;
  add: readonly string[];
  remove: readonly string[];
  /** Who leaves so that nothing stays: an attribute is taken away. In a cohort that is what leaving does. */
  clear?: readonly string[];
}

/** One object of `cohort_changes`, as it is sent. */
export interface WireChange {
  user_ids: string[];
  device_ids: string[];
  aliases: { alias_name: string; alias_label: string }[];
  should_remove: boolean;
}

/**
 * Braze's `cohort_changes` for a list of changes: at most one object that adds and one that removes. Every key is
 * always present, as Segment sends it, since Braze's page contradicts itself on which are required.
 *
 * @throws TributaryError `invalid` for no ids, more than 1,000 entries, an id given twice (Braze reported races for those to
 *   Segment: action-destinations PR 3036), or an alias without a label.
 */
export function cohortChanges(changes: readonly MemberChange[]): WireChange[] {
  const adds = emptyChange(false);
  const removes = emptyChange(true);
  const seen = new Set<string>();
  let count = 0;

  for (const change of changes) {
    for (const [ids, target] of [
      [change.add, adds],
      [change.remove, removes],
      [change.clear ?? [], removes],
    ] as const) {
      for (const id of ids) {
        for (const identifier of identifiersOf(change.identifierKind)) {
          append(target, identifier, id, change.aliasLabel);
          seen.add(JSON.stringify([identifier, change.aliasLabel ?? null, id]));
          count++;
        }
      }
    }
  }

  if (count === 0) throw new TributaryError("invalid", "There are no IDs to send to Braze.");
  if (count > MAX_IDS_PER_CALL) {
    throw new TributaryError(
      "invalid",
      `Braze takes at most ${MAX_IDS_PER_CALL} IDs in one call, got ${count}.`,
    );
  }
  if (seen.size < count) {
    throw new TributaryError("invalid", "An ID may appear only once in one call to Braze.");
  }
  return [adds, removes].filter(hasIds);
}

/** The lists of a call, as Braze's errors name them. */
export function listsOf(changes: readonly WireChange[]): SentList[] {
  return changes.flatMap(({ user_ids, device_ids, aliases }) => [
    { name: "user_ids", ids: user_ids },
    { name: "device_ids", ids: device_ids },
    { name: "aliases", ids: aliases.map((alias) => alias.alias_name) },
  ]);
}

function append(target: WireChange, identifier: Identifier, id: string, aliasLabel?: string | null): void {
  if (identifier === "external_id") {
    target.user_ids.push(id);
    return;
  }
  if (identifier === "device_id") {
    target.device_ids.push(id);
    return;
  }
  if (identifier !== "alias") throw new TributaryError("invalid", IDENTIFIERS_POSSIBLE.cohort);
  if (!aliasLabel) throw new TributaryError("invalid", "An alias needs a label.");

  target.aliases.push({ alias_name: id, alias_label: aliasLabel });
}

function emptyChange(shouldRemove: boolean): WireChange {
  return { user_ids: [], device_ids: [], aliases: [], should_remove: shouldRemove };
}

function hasIds(change: WireChange): boolean {
  return change.user_ids.length + change.device_ids.length + change.aliases.length > 0;
}
