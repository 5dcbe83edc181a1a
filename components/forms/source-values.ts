import type { SourceView } from "@/lib/setup/sources/source-view";
import { secretWords } from "./compare-edit";
import type { Settings } from "./edit-form";

export const REGION_WORDS: Record<SourceView["heapRegion"], string> = {
  us: "United States",
  eu: "European Union",
  sandbox: "Sandbox",
};

/** The values of the source form while it is filled in. */
export interface SourceValues {
  name: string;
  heapAppId: string;
  heapRegion: SourceView["heapRegion"];
  identityField: SourceView["identityField"];
  hasPrefix: boolean;
  prefix: string;
  hasCatalogPrefix: boolean;
  catalogPrefix: string;
  machineEvents: SourceView["machineEvents"];
  /** One a line. */
  placeholders: string;
  allowedIdentities: string;
  filter: "all" | "some";
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

/** The settings of a source as the forms create and edit them. */
export const SOURCE = {
  noun: "source",
  toValues,
  toBody,
  toSaved: (source) => ({ ...source, bearerToken: source.hasBearerToken }),
  labels: {
    name: "Name",
    heapAppId: "Heap app id",
    heapRegion: "Heap region",
    identityField: "Identity in Heap",
    prefix: "Prefix",
    catalogPrefix: "Prefix of Braze’s own events",
    machineEvents: "Opens and clicks by machines",
    placeholders: "More placeholders",
    allowedIdentities: "Allowed identities",
    eventTypes: "Events to forward",
    bearerToken: "Bearer token",
  },
  wordsOf,
  shown: ["name", "heapAppId", "heapRegion", "prefix", "eventTypes"],
} satisfies Settings<SourceView, SourceValues>;

function toValues(source: SourceView | undefined): SourceValues {
  return {
    name: source?.name ?? "Braze Currents",
    heapAppId: source?.heapAppId ?? "",
    heapRegion: source?.heapRegion ?? "us",
    identityField: source?.identityField ?? "external_user_id",
    hasPrefix: source ? source.prefix !== null : true,
    prefix: source?.prefix ?? USUAL_PREFIX,
    hasCatalogPrefix: (source?.catalogPrefix ?? null) !== null,
    catalogPrefix: source?.catalogPrefix ?? USUAL_CATALOG_PREFIX,
    machineEvents: source?.machineEvents ?? "forward",
    placeholders: source?.placeholders.join("\n") ?? "",
    allowedIdentities: source?.allowedIdentities.join("\n") ?? "",
    filter: source?.eventTypes ? "some" : "all",
    eventTypes: source?.eventTypes ?? [],
    bearerToken: source ? "keep" : "generate",
  };
}

/** A bearer token stays unchanged unless the form says otherwise. */
function toBody(values: SourceValues, source: SourceView | undefined) {
  const { name, heapAppId, heapRegion, identityField, hasPrefix, prefix, filter, eventTypes, bearerToken } =
    values;
  const { hasCatalogPrefix, catalogPrefix, machineEvents, placeholders, allowedIdentities } = values;
  const settings = {
    name,
    heapAppId,
    heapRegion,
    identityField,
    prefix: hasPrefix ? prefix : null,
    catalogPrefix: hasCatalogPrefix ? catalogPrefix : null,
    eventTypes: filter === "some" ? eventTypes : null,
    machineEvents,
    placeholders: listOf(placeholders),
    allowedIdentities: listOf(allowedIdentities),
  };
  if (bearerToken === "keep") return settings;
  if (bearerToken === "none" && source && !source.hasBearerToken) return settings;
  return { ...settings, bearerToken: bearerToken === "generate" ? "generate" : null };
}

/** The lines of a text as the API keeps them: in lower case and in order, each once. */
function listOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim().toLowerCase());
  return [...new Set(lines.filter((line) => line !== ""))].sort();
}

function wordsOf(field: string, value: unknown): string {
  if (field === "eventTypes") return Array.isArray(value) ? value.join(", ") : "All that Braze sends";
  if (field === "placeholders" || field === "allowedIdentities") {
    return Array.isArray(value) && value.length > 0 ? value.join(", ") : "None";
  }
  if (field === "machineEvents") return MACHINE_WORDS[value as SourceView["machineEvents"]];
  if (field === "prefix" || field === "catalogPrefix") return typeof value === "string" ? value : "None";
  if (field === "heapRegion") return REGION_WORDS[value as SourceView["heapRegion"]];
  if (field === "bearerToken") return secretWords(value);
  return String(value);
}
