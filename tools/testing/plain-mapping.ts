import type { Mapping } from "@/lib/forwarding/mapping/map-event";

/** The mapping of a source with nothing set. */
export const PLAIN_MAPPING: Mapping = {
  identityField: "external_user_id",
  prefix: null,
  catalogPrefix: null,
  eventTypes: null,
  newTypes: "forward",
  seenTypes: {},
  eventNames: [],
  propertyRules: [],
  protectsPersonalData: false,
  propertyNames: [],
  userProperties: [],
  hashSalt: null,
  machineEvents: "forward",
  placeholders: [],
  allowedIdentities: [],
};
