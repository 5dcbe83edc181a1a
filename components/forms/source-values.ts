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
  filter: "all" | "some";
  eventTypes: string[];
  bearerToken: "keep" | "generate" | "none";
}

const USUAL_PREFIX = "braze-";

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
    filter: source?.eventTypes ? "some" : "all",
    eventTypes: source?.eventTypes ?? [],
    bearerToken: source ? "keep" : "generate",
  };
}

/** A bearer token stays unchanged unless the form says otherwise. */
function toBody(values: SourceValues, source: SourceView | undefined) {
  const { name, heapAppId, heapRegion, identityField, hasPrefix, prefix, filter, eventTypes, bearerToken } =
    values;
  const settings = {
    name,
    heapAppId,
    heapRegion,
    identityField,
    prefix: hasPrefix ? prefix : null,
    eventTypes: filter === "some" ? eventTypes : null,
  };
  if (bearerToken === "keep") return settings;
  if (bearerToken === "none" && source && !source.hasBearerToken) return settings;
  return { ...settings, bearerToken: bearerToken === "generate" ? "generate" : null };
}

function wordsOf(field: string, value: unknown): string {
  if (field === "eventTypes") return Array.isArray(value) ? value.join(", ") : "All that Braze sends";
  if (field === "prefix") return typeof value === "string" ? value : "None";
  if (field === "heapRegion") return REGION_WORDS[value as SourceView["heapRegion"]];
  if (field === "bearerToken") return secretWords(value);
  return String(value);
}
