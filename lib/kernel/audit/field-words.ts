import { roundTime } from "@/lib/kernel/words";
import type {
  CustomerState,
  DestinationKind,
  HeapRegion,
  IdentifierKind,
  MachineEvents,
  NewTypes,
  Role,
  SegmentMode,
} from "@/prisma/generated/enums";

/** The settings of a source that its form edits, as screens name them. */
export const SOURCE_LABELS = {
  name: "Name",
  heapAppId: "Heap app ID",
  heapRegion: "Heap region",
  identityField: "Identity in Heap",
  prefix: "Prefix",
  catalogPrefix: "Prefix of Braze’s own events",
  machineEvents: "Opens and clicks by bots",
  placeholders: "More placeholders",
  allowedIdentities: "Allowed identities",
  eventTypes: "Events to forward",
  newTypes: "New event types",
  protectsPersonalData: "Protect personal data",
  propertyRules: "Rules for properties",
  propertyNames: "New names of properties",
  eventNames: "New names of events",
  userProperties: "User properties in Heap",
  bearerToken: "Bearer token",
};

/** The settings of a destination that its form edits. */
export const DESTINATION_LABELS = {
  name: "Name",
  kind: "How segments show in Braze",
  brazeInstance: "Braze instance",
  identifierKind: "How users are identified in Braze",
  aliasLabel: "Alias label",
  dataImportKey: "Data Import Key",
  restApiKey: "REST API key",
};

/** What else changes have been recorded of, where splitting the name into words would read wrongly. */
const OTHER_LABELS: Readonly<Record<string, string>> = {
  appGroupId: "Braze workspace",
  attributePrefix: "Names of new attributes begin with",
  carriesOutDeletions: "Carry out deletions",
  clearsLeavers: "Remove the attribute when a user leaves",
  heapApiKey: "Heap API key",
  hint: "Ends in",
  lagTargetSeconds: "Target for events",
  ownerId: "Owner",
  quarantineCount: "Quarantined events that open an alert",
  quarantinePercent: "Quarantined share that opens an alert, in percent",
  refusedCount: "Refused members that open an alert",
  refusedPercent: "Refused share that opens an alert, in percent",
  type: "Event type",
};

/** What a field is called. One nobody has named is its name in words: `overlapHours` is "Overlap hours". Pure. */
export function fieldLabel(subjectKind: string, field: string): string {
  const words = field.replace(
    /([a-z])([A-Z])/g,
    (_, left: string, right: string) => `${left} ${right.toLowerCase()}`,
  );
  const own = subjectKind === "destination" ? DESTINATION_LABELS : SOURCE_LABELS;
  // An alert has a kind too.
  const shared = { ...SOURCE_LABELS, ...DESTINATION_LABELS, kind: undefined, ...own };
  return (
    (shared as Readonly<Record<string, string | undefined>>)[field] ??
    OTHER_LABELS[field] ??
    words.charAt(0).toUpperCase() + words.slice(1)
  );
}

export const REGION_WORDS: Record<HeapRegion, string> = {
  us: "United States",
  eu: "European Union",
  sandbox: "Sandbox",
  sandbox_eu: "Sandbox, EU",
};

export const MACHINE_WORDS: Record<MachineEvents, string> = {
  forward: "Forwarded like others",
  mark: "Marked",
  drop: "Left out",
};

export const NEW_TYPES_WORDS: Record<NewTypes, string> = {
  forward: "Forwarded",
  hold: "Held for a decision",
  drop: "Left out",
};

export const ACTION_WORDS = { drop: "Drop", hash: "Hash", keep: "Keep" } as const;

export const IDENTIFIER_WORDS: Record<IdentifierKind, string> = {
  external_id: "external_id: the customer’s own user ID",
  device_id: "device_id: Braze’s ID of a device",
  external_id_or_device_id: "external_id or device_id: each ID is sent as both",
  alias: "Alias with a label",
  email: "Email address",
  phone: "Phone number",
};

export const KIND_WORDS: Record<DestinationKind, string> = {
  cohort: "Cohorts",
  attribute: "Custom attributes",
};

export const STATE_WORDS: Record<CustomerState, string> = {
  onboarding: "Onboarding",
  live: "Live",
  paused: "Paused",
  archived: "Archived",
};

const MODE_WORDS: Record<SegmentMode, string> = { off: "Off", manual: "Manual", recurring: "Recurring" };

const ROLE_WORDS: Record<Role, string> = { viewer: "Viewer", csm: "CSM", admin: "Admin" };

/** Fields whose values are codes. */
const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  decision: { forward: "Forwarded", drop: "Left out" },
  heapRegion: REGION_WORDS,
  identifierKind: IDENTIFIER_WORDS,
  kind: KIND_WORDS,
  machineEvents: MACHINE_WORDS,
  mode: MODE_WORDS,
  newTypes: NEW_TYPES_WORDS,
  role: ROLE_WORDS,
  state: STATE_WORDS,
};

/** What it means that a field has no value, where that is not "None". */
const EMPTY: Readonly<Record<string, string>> = {
  bearerToken: "Removed",
  dataImportKey: "Removed",
  decision: "Open",
  eventTypes: "All events that Braze sends",
  heapApiKey: "Removed",
  restApiKey: "Removed",
};

/** Secrets: nothing is told of them but what happened. */
const SECRET_FIELDS = [
  "bearerToken",
  "dataImportKey",
  "heapApiKey",
  "restApiKey",
  "webhookSecret",
  "password",
];
const SECRET_STATES: Readonly<Record<string, string>> = {
  set: "Set",
  "not set": "Not set",
  replaced: "New value",
};

/** A field's value in words, as the log or a form has it; of a secret never the value. Pure. */
export function fieldWords(field: string, value: unknown): string {
  if (SECRET_FIELDS.includes(field)) return secretWords(field, value);
  if (value === null || value === undefined || value === "") return EMPTY[field] ?? "None";
  if (field === "lagTargetSeconds") return roundTime(Number(value));
  if (field === "protectsPersonalData") return value ? "On" : "Off";
  if (value === true) return "Yes";
  if (value === false) return "No";
  if (field === "eventTypes" && value === "recommended") return "What people did";
  if (Array.isArray(value)) return value.map((item) => itemWords(field, item)).join(", ") || "None";
  if (typeof value === "object") return JSON.stringify(value);
  return CODES[field]?.[String(value)] ?? String(value);
}

function secretWords(field: string, value: unknown): string {
  if (typeof value === "boolean") return value ? "Set" : "Not set";
  if (value === null || value === undefined) return EMPTY[field] ?? "Not set";
  return SECRET_STATES[String(value)] ?? "New value";
}

/** One entry of a list: a rule, a new name, a user property, or a text. Pure. */
export function itemWords(field: string, item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  const { pattern, action, from, to, inClear } = item as Readonly<Record<string, unknown>>;
  if (field === "propertyRules" && typeof pattern === "string") {
    return `${ACTION_WORDS[action as keyof typeof ACTION_WORDS] ?? String(action)} ${pattern}`;
  }
  if (typeof from === "string" && typeof to === "string") {
    return `${from} → ${to}${inClear ? " (unchanged)" : ""}`;
  }
  return JSON.stringify(item);
}
