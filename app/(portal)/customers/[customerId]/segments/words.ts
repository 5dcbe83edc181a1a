import type { SegmentDestinationView, SegmentView } from "@/lib/cohorts/segments/segment-view";
import { HOLD_WORDS, segmentHoldWords } from "@/lib/kernel/holds/team-words";

type Kind = SegmentDestinationView["identifierKind"];

const KINDS: Record<Kind, string> = {
  external_id: "external ID",
  device_id: "device ID",
  external_id_or_device_id: "external ID or device ID",
  alias: "alias",
  email: "email address",
  phone: "phone number",
};

/** How users are identified in Braze, in words. */
export function identifierWords(identifier: { identifierKind: Kind; aliasLabel: string | null }): string {
  const { identifierKind, aliasLabel } = identifier;
  return identifierKind === "alias" ? `alias “${aliasLabel ?? ""}”` : KINDS[identifierKind];
}

/** How a segment's users are identified: its own way, or its destination's. */
export function identifierOf(
  segment: Pick<SegmentView, "identifierKind" | "aliasLabel">,
  destination: SegmentDestinationView | undefined,
): { words: string; isOwn: boolean } {
  const { identifierKind, aliasLabel } = segment;
  if (identifierKind) return { words: identifierWords({ identifierKind, aliasLabel }), isOwn: true };
  return { words: destination ? identifierWords(destination) : "", isOwn: false };
}

/** Why nothing is pushed, what that means and what to do. */
export const BLOCKED: Record<NonNullable<SegmentDestinationView["blockedBy"]>, string> = {
  customer_archived: `${segmentHoldWords("customer_archived")} ${HOLD_WORDS.customer_archived.undo} in Setup.`,
  customer_paused: `${segmentHoldWords("customer_paused")} Resume it in Setup to send the changes.`,
  destination_paused: `${segmentHoldWords("destination_paused")} Resume it in Setup to send the changes.`,
  no_data_import_key: "The Data Import Key is missing, so every sync fails until it is entered in Setup.",
  no_rest_api_key: "The REST API key is missing, so every sync fails until it is entered in Setup.",
};

/** Why a segment cannot be synced now; null when it can. */
export function restsBecause(
  segment: Pick<SegmentView, "mode">,
  destination: SegmentDestinationView | undefined,
): string | null {
  if (destination?.blockedBy) return BLOCKED[destination.blockedBy];
  return segment.mode === "off" ? "The segment is off: set it to manual or recurring first." : null;
}
