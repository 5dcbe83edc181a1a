import { fieldWords, SOURCE_LABELS } from "@/lib/kernel/audit/field-words";
import type { SourceView } from "@/lib/setup/sources/source-view";
import type { Settings } from "./edit-form";

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
  labels: SOURCE_LABELS,
  wordsOf: fieldWords,
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
