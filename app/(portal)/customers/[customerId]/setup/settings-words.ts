import { counted } from "@/app/(portal)/customers/[customerId]/(overview)/flow-state";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";

export const REGION_WORDS: Record<SourceView["heapRegion"], string> = {
  us: "United States",
  eu: "European Union",
  sandbox: "Sandbox",
};

export const IDENTIFIER_WORDS: Record<DestinationView["identifierKind"], string> = {
  external_id: "external_id: the customer’s own user id",
  device_id: "device_id: Braze’s id of a device",
  alias: "Alias with a label",
};

/** "all", or the number of chosen types. */
export function filterWords(eventTypes: readonly string[] | null): string {
  return eventTypes === null ? "All that Braze sends" : `Only ${counted(eventTypes.length, "event type")}`;
}

/** What a setting of a source is called, for comparing two edits. */
export const SOURCE_LABELS = {
  name: "Name",
  heapAppId: "Heap app id",
  heapRegion: "Heap region",
  identityField: "Identity in Heap",
  prefix: "Prefix",
  eventTypes: "Events to forward",
  bearerToken: "Bearer token",
} as const;

/** A setting of a source in words, for comparing two edits. */
export function sourceWords(field: string, value: unknown): string {
  if (field === "eventTypes") return Array.isArray(value) ? value.join(", ") : "All that Braze sends";
  if (field === "prefix") return typeof value === "string" ? value : "None";
  if (field === "heapRegion") return REGION_WORDS[value as SourceView["heapRegion"]];
  if (field === "bearerToken") {
    if (value === undefined) return "As it is";
    return value === null ? "Removed" : "A new one";
  }
  return String(value);
}

/** What a setting of a destination is called, for comparing two edits. */
export const DESTINATION_LABELS = {
  name: "Name",
  brazeInstance: "Braze instance",
  identifierKind: "How users are identified in Braze",
  aliasLabel: "Alias label",
  dataImportKey: "Data Import Key",
  restApiKey: "REST API key",
} as const;

/** A setting of a destination in words, for comparing two edits; of a secret never its value. */
export function destinationWords(field: string, value: unknown): string {
  if (field === "identifierKind") return IDENTIFIER_WORDS[value as DestinationView["identifierKind"]];
  if (field === "aliasLabel") return typeof value === "string" ? value : "None";
  if (field === "dataImportKey" || field === "restApiKey") {
    if (value === undefined) return "As it is";
    return value === null ? "Removed" : "A new one";
  }
  return String(value);
}
