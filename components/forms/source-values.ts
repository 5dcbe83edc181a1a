import type { SourceView } from "@/lib/setup/sources/source-view";

/** What the source form holds while it is filled in. */
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

/** The form's values for a source as it is, or for a new one. */
export function sourceValues(source: SourceView | undefined): SourceValues {
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

/** What to send to the API. For an edit only what differs, so that a bearer token is left alone unless asked for. */
export function sourceBody(values: SourceValues, source: SourceView | undefined) {
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
