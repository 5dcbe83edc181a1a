import { z } from "zod";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { IdentityField, MachineEvents } from "@/prisma/generated/enums";

/** The `Mapping` of a `source s` as it is set now, in SQL. */
export const MAPPING_OF_SOURCE = `json_build_object(
  'identityField', s.identity_field, 'prefix', s.prefix, 'catalogPrefix', s.catalog_prefix,
  'eventTypes', s.event_types, 'machineEvents', s.machine_events, 'placeholders', s.placeholders,
  'allowedIdentities', s.allowed_identities)`;

/** The `Mapping` of a source. */
export function mappingOfSource(source: SourceView): Mapping {
  const { identityField, prefix, catalogPrefix, eventTypes, machineEvents } = source;
  const { placeholders, allowedIdentities } = source;
  return { identityField, prefix, catalogPrefix, eventTypes, machineEvents, placeholders, allowedIdentities };
}

/** A `Mapping` as it was stored with a delivery, with the number of the rules it was used by. */
export const storedMapping = z.object({
  identityField: z.enum(IdentityField),
  prefix: z.string().nullable(),
  catalogPrefix: z.string().nullable(),
  eventTypes: z.array(z.string()).nullable(),
  machineEvents: z.enum(MachineEvents),
  placeholders: z.array(z.string()),
  allowedIdentities: z.array(z.string()),
  rules: z.number(),
});
