import { KEY_FIELDS } from "@/lib/kernel/secrets/key-fields";

/** What changes how something flows, as a reader tells them apart. */
export const CHANGE_KINDS = ["pause", "resume", "live", "mapping", "setting", "key", "segment"] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * The audited actions after which something may flow differently. What only looks (revealed, tested, exported), what
 * belongs to triage, and syncs that somebody started, are none of them.
 */
const KINDS: Readonly<Record<string, ChangeKind>> = {
  "connect_link.used": "key",
  "customer.archived": "pause",
  "customer.restored": "resume",
  "customer.updated": "setting",
  "destination.created": "setting",
  "destination.kind_changed": "setting",
  "destination.paused": "pause",
  "destination.resumed": "resume",
  "destination.updated": "setting",
  "endpoint.created": "key",
  "endpoint.revoked": "key",
  "endpoint.rotated": "key",
  "segment.clear_requested": "segment",
  "segment.identifier_set": "segment",
  "segment.mode_set": "segment",
  "source.created": "setting",
  "source.paused": "pause",
  "source.resumed": "resume",
  "source.type_decided": "mapping",
  "source.updated": "setting",
  "webhook_secret.added": "key",
  "webhook_secret.revoked": "key",
};

export const CHANGE_ACTIONS: readonly string[] = Object.keys(KINDS);

/** What comes with a new source or destination: without it there was nothing yet that could go wrong. */
const CREATIONS = ["destination.created", "endpoint.created", "source.created"];

/** The changes that may have caused a problem. A new address changes nothing until the old one is revoked. */
export const SUSPECT_ACTIONS: readonly string[] = CHANGE_ACTIONS.filter(
  (action) => !CREATIONS.includes(action),
);

/** Settings of a source that decide what an event becomes in Heap. */
const MAPPING = [
  "identityField",
  "prefix",
  "catalogPrefix",
  "eventTypes",
  "newTypes",
  "propertyRules",
  "protectsPersonalData",
  "propertyNames",
  "eventNames",
  "userProperties",
  "machineEvents",
  "placeholders",
  "allowedIdentities",
];

/**
 * What kind of change an audit entry is about: an edit by the fields it changed. Pure.
 * @param before what the changed fields were, as the entry has them; a customer who was not paused goes live and resumes nothing
 * @param after what they are
 */
export function kindOfChange(
  action: string,
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>> | null,
): ChangeKind {
  const kind = KINDS[action] ?? "setting";
  if (kind !== "setting" || after === null || !action.endsWith(".updated")) return kind;

  const fields = Object.keys(after);
  if (action === "customer.updated" && "state" in after) {
    if (after.state === "paused") return "pause";
    if (before?.state === "paused") return "resume";
    return after.state === "live" ? "live" : "setting";
  }
  if (action === "source.updated" && fields.some((field) => MAPPING.includes(field))) return "mapping";
  return fields.some((field) => KEY_FIELDS.includes(field)) ? "key" : "setting";
}
