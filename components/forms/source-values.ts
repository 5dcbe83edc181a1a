import type { SourceView } from "@/lib/setup/sources/source-view";
import { secretWords } from "./compare-edit";
import type { Settings } from "./edit-form";

export const REGION_WORDS: Record<SourceView["heapRegion"], string> = {
  us: "United States",
  eu: "European Union",
  sandbox: "Sandbox",
  sandbox_eu: "Sandbox, EU",
};

/** The values of the source form while it is filled in. */
export interface SourceValues {
  name: string;
  heapAppId: string;
  /** Empty until one is chosen. */
  heapRegion: SourceView["heapRegion"] | "";
  identityField: SourceView["identityField"];
  hasPrefix: boolean;
  prefix: string;
  hasCatalogPrefix: boolean;
  catalogPrefix: string;
  machineEvents: SourceView["machineEvents"];
  /** One a line. */
  placeholders: string;
  allowedIdentities: string;
  filter: "recommended" | "all" | "some";
  newTypes: SourceView["newTypes"];
  protectsPersonalData: boolean;
  propertyRules: SourceView["propertyRules"];
  propertyNames: SourceView["propertyNames"];
  eventNames: SourceView["eventNames"];
  /** The event type is empty for all. */
  userProperties: { eventType: string; from: string; to: string; protection: "rules" | "clear" }[];
  eventTypes: string[];
  bearerToken: "keep" | "generate" | "none";
}

const USUAL_PREFIX = "braze-";

/** Put before the names of Braze's own events when a person turns it on; it can be changed. */
export const USUAL_CATALOG_PREFIX = "Braze: ";

export const MACHINE_WORDS: Record<SourceView["machineEvents"], string> = {
  forward: "Forwarded like others",
  mark: "Marked",
  drop: "Left out",
};

export const NEW_TYPES_WORDS: Record<SourceView["newTypes"], string> = {
  forward: "Forwarded",
  hold: "Held for a decision",
  drop: "Left out",
};

export const ACTION_WORDS: Record<SourceView["propertyRules"][number]["action"], string> = {
  drop: "Drop",
  hash: "Hash",
  keep: "Keep",
};

/** The settings of a source as the forms create and edit them. */
export const SOURCE = {
  noun: "source",
  toValues,
  toBody,
  toSaved: (source) => ({
    ...source,
    eventTypes: source.hasRecommendedTypes ? "recommended" : source.eventTypes,
    bearerToken: source.hasBearerToken,
  }),
  labels: {
    name: "Name",
    heapAppId: "Heap app ID",
    heapRegion: "Heap region",
    identityField: "Identity in Heap",
    prefix: "Prefix",
    catalogPrefix: "Prefix of Braze’s own events",
    machineEvents: "Opens and clicks by machines",
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
  },
  wordsOf,
  shown: ["name", "heapAppId", "heapRegion", "prefix", "eventTypes", "propertyNames", "eventNames"],
  secrets: [],
} satisfies Settings<SourceView, SourceValues>;

function toValues(source: SourceView | undefined): SourceValues {
  return {
    name: source?.name ?? "Braze Currents",
    heapAppId: source?.heapAppId ?? "",
    heapRegion: source?.heapRegion ?? "",
    identityField: source?.identityField ?? "external_user_id",
    hasPrefix: source ? source.prefix !== null : true,
    prefix: source?.prefix ?? USUAL_PREFIX,
    hasCatalogPrefix: (source?.catalogPrefix ?? null) !== null,
    catalogPrefix: source?.catalogPrefix ?? USUAL_CATALOG_PREFIX,
    machineEvents: source?.machineEvents ?? "forward",
    placeholders: source?.placeholders.join("\n") ?? "",
    allowedIdentities: source?.allowedIdentities.join("\n") ?? "",
    filter: source ? filterOf(source) : "recommended",
    newTypes: source?.newTypes ?? "forward",
    protectsPersonalData: source?.protectsPersonalData ?? true,
    propertyRules: source?.propertyRules ?? [],
    propertyNames: source?.propertyNames ?? [],
    eventNames: source?.eventNames ?? [],
    userProperties: (source?.userProperties ?? []).map(({ eventType, from, to, inClear }) => ({
      eventType: eventType ?? "",
      from,
      to,
      protection: inClear ? "clear" : "rules",
    })),
    eventTypes: source?.eventTypes ?? [],
    bearerToken: source ? "keep" : "generate",
  };
}

/** The choice by which a source got its event types. */
function filterOf({ eventTypes, hasRecommendedTypes }: SourceView): SourceValues["filter"] {
  if (eventTypes === null) return "all";
  return hasRecommendedTypes ? "recommended" : "some";
}

/** A bearer token stays unchanged unless the form says otherwise. */
function toBody(values: SourceValues, source: SourceView | undefined) {
  const { name, heapAppId, heapRegion, identityField, hasPrefix, prefix, filter, eventTypes, bearerToken } =
    values;
  const { hasCatalogPrefix, catalogPrefix, machineEvents, placeholders, allowedIdentities } = values;
  const settings = {
    name,
    heapAppId,
    // The form is not sent without one.
    heapRegion: heapRegion as SourceView["heapRegion"],
    identityField,
    prefix: hasPrefix ? prefix : null,
    catalogPrefix: hasCatalogPrefix ? catalogPrefix : null,
    eventTypes: chosenTypes({ filter, eventTypes }),
    newTypes: values.newTypes,
    ...namesAndRules(values),
    userProperties: userPropertiesOf(values.userProperties),
    machineEvents,
    placeholders: listOf(placeholders),
    allowedIdentities: listOf(allowedIdentities),
  };
  if (bearerToken === "keep") return settings;
  if (bearerToken === "none" && source && !source.hasBearerToken) return settings;
  return { ...settings, bearerToken: bearerToken === "generate" ? "generate" : null };
}

function chosenTypes({ filter, eventTypes }: Pick<SourceValues, "filter" | "eventTypes">) {
  if (filter === "all") return null;
  return filter === "recommended" ? filter : eventTypes;
}

/** What a preview tries, as the API takes it: trimmed, without empty rows, names in order. */
export function namesAndRules(values: SourceValues) {
  const rules = values.propertyRules.map(({ pattern, action }) => ({ pattern: pattern.trim(), action }));
  return {
    protectsPersonalData: values.protectsPersonalData,
    propertyRules: rules.filter(({ pattern }) => pattern !== ""),
    propertyNames: namesOf(values.propertyNames),
    eventNames: namesOf(values.eventNames),
  };
}

function namesOf(rows: SourceValues["eventNames"]): SourceValues["eventNames"] {
  return rows
    .map(({ from, to }) => ({ from: from.trim(), to: to.trim() }))
    .filter(({ from, to }) => from !== "" || to !== "")
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** As the API takes them, without empty rows. */
export function userPropertiesOf(rows: SourceValues["userProperties"]): SourceView["userProperties"] {
  return rows
    .map(({ eventType, from, to, protection }) => ({
      eventType: eventType.trim() || null,
      from: from.trim(),
      to: to.trim(),
      inClear: protection === "clear",
    }))
    .filter(({ from, to }) => from !== "" || to !== "");
}

/** The lines of a text as the API keeps them: in lower case and in order, each once. */
function listOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim().toLowerCase());
  return [...new Set(lines.filter((line) => line !== ""))].sort();
}

function wordsOf(field: string, value: unknown): string {
  if (field === "eventTypes") {
    if (value === "recommended") return "What people did";
    return Array.isArray(value) ? value.join(", ") : "All that Braze sends";
  }
  if (field === "placeholders" || field === "allowedIdentities") {
    return Array.isArray(value) && value.length > 0 ? value.join(", ") : "None";
  }
  if (field === "newTypes") return NEW_TYPES_WORDS[value as SourceView["newTypes"]];
  if (field === "protectsPersonalData") return value ? "On" : "Off";
  if (field === "propertyRules") {
    const rules = value as SourceView["propertyRules"];
    return rules.map(({ pattern, action }) => `${ACTION_WORDS[action]} ${pattern}`).join(", ") || "None";
  }
  if (field === "propertyNames" || field === "eventNames") {
    const names = value as SourceView["eventNames"];
    return names.map(({ from, to }) => `${from} → ${to}`).join(", ") || "None";
  }
  if (field === "userProperties") {
    const rules = value as SourceView["userProperties"];
    return (
      rules.map(({ from, to, inClear }) => `${from} → ${to}${inClear ? " (unchanged)" : ""}`).join(", ") ||
      "None"
    );
  }
  if (field === "machineEvents") return MACHINE_WORDS[value as SourceView["machineEvents"]];
  if (field === "prefix" || field === "catalogPrefix") return typeof value === "string" ? value : "None";
  if (field === "heapRegion") return REGION_WORDS[value as SourceView["heapRegion"]];
  if (field === "bearerToken") return secretWords(value);
  return String(value);
}
