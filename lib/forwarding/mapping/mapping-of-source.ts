import { z } from "zod";
import { MAPPING_RULES, type Mapping } from "@/lib/forwarding/mapping/map-event";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { IdentityField, MachineEvents } from "@/prisma/generated/enums";

/** The `Mapping` of a `source s` as it is set now, in SQL. */
export const MAPPING_OF_SOURCE = `json_build_object(
  'identityField', s.identity_field, 'prefix', s.prefix, 'catalogPrefix', s.catalog_prefix,
  'eventTypes', s.event_types, 'machineEvents', s.machine_events, 'placeholders', s.placeholders,
  'allowedIdentities', s.allowed_identities, 'appGroupId', s.app_group_id)`;

/** The `Mapping` of a source. */
export function mappingOfSource(source: SourceView): Mapping {
  const { identityField, prefix, catalogPrefix, eventTypes, machineEvents } = source;
  const { placeholders, allowedIdentities, appGroupId } = source;
  const naming = { identityField, prefix, catalogPrefix, eventTypes, machineEvents };
  return { ...naming, placeholders, allowedIdentities, appGroupId };
}

/**
 * What is kept of a mapping with a delivery: what shapes its events, and by which rules. Not the source's lists of
 * identities, which would name people in every delivery.
 */
export function toStoredMapping(mapping: Mapping): StoredMapping {
  const { identityField, prefix, catalogPrefix, eventTypes, machineEvents } = mapping;
  return {
    identityField,
    prefix,
    catalogPrefix,
    eventTypes: eventTypes && [...eventTypes],
    machineEvents,
    rules: MAPPING_RULES,
  };
}

/**
 * The mapping that made the event of this identity again as it was sent; null when nothing was kept, or it was by other
 * rules than today's.
 */
export function fromStoredMapping(stored: unknown, identity: string | null): Mapping | null {
  const read = storedMapping.safeParse(stored);
  if (!read.success || read.data.rules !== MAPPING_RULES) return null;

  const { rules: _, ...shape } = read.data;
  return { ...shape, placeholders: [], allowedIdentities: identity === null ? [] : [identity.toLowerCase()] };
}

const storedMapping = z.object({
  identityField: z.enum(IdentityField),
  prefix: z.string().nullable(),
  catalogPrefix: z.string().nullable(),
  eventTypes: z.array(z.string()).nullable(),
  machineEvents: z.enum(MachineEvents),
  rules: z.number(),
});

type StoredMapping = z.infer<typeof storedMapping>;
