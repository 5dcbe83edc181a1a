import { z } from "zod";
import { MAPPING_RULES, type Mapping } from "@/lib/forwarding/mapping/map-event";
import { readHashSalt } from "@/lib/setup/sources/hash-salt";
import { newName, propertyRule } from "@/lib/setup/sources/rule-input";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { IdentityField, MachineEvents } from "@/prisma/generated/enums";

/** A mapping as the database has it: what is secret in it is encrypted. */
export type EncryptedMapping = Omit<Mapping, "hashSalt"> & { customerId: string; saltEnc: string | null };

/** The `EncryptedMapping` of a `source s` as it is set now, in SQL. */
export const MAPPING_OF_SOURCE = `json_build_object(
  'customerId', s.customer_id, 'identityField', s.identity_field, 'prefix', s.prefix,
  'catalogPrefix', s.catalog_prefix, 'eventTypes', s.event_types, 'machineEvents', s.machine_events,
  'placeholders', s.placeholders, 'allowedIdentities', s.allowed_identities, 'appGroupId', s.app_group_id,
  'newTypes', s.new_types, 'propertyRules', s.property_rules, 'protectsPersonalData', s.protects_personal_data,
  'propertyNames', s.property_names, 'eventNames', s.event_names,
  'seenTypes', (SELECT COALESCE(json_object_agg(t.type, t.decision), '{}') FROM seen_type t WHERE t.source_id = s.id),
  'saltEnc', (SELECT h.salt_enc FROM hash_salt h WHERE h.customer_id = s.customer_id))`;

/** The mapping that the database has. */
export function readMapping({ customerId, saltEnc, ...mapping }: EncryptedMapping): Mapping {
  return { ...mapping, hashSalt: readHashSalt(saltEnc, customerId) };
}

/**
 * The mapping of a source, for what needs no values of properties: what it hashes it drops, and it knows no types that
 * were decided about.
 */
export function mappingOfSource(source: SourceView): Mapping {
  const { identityField, prefix, catalogPrefix, eventTypes, machineEvents } = source;
  const { placeholders, allowedIdentities, appGroupId } = source;
  const { newTypes, propertyRules, protectsPersonalData, propertyNames, eventNames } = source;
  const naming = { identityField, prefix, catalogPrefix, propertyNames, eventNames };
  const people = { machineEvents, placeholders, allowedIdentities, appGroupId };
  const types = { eventTypes, newTypes, seenTypes: {} };
  return { ...naming, ...people, ...types, propertyRules, protectsPersonalData, hashSalt: null };
}

/**
 * What is kept of a mapping with a delivery: what shapes its events, and by which rules. Not the source's lists of
 * identities, which would name people in every delivery, and not the salt, which is secret and never changes.
 */
export function toStoredMapping(mapping: Mapping): StoredMapping {
  const { identityField, prefix, catalogPrefix, machineEvents } = mapping;
  const { propertyRules, protectsPersonalData, propertyNames, eventNames } = mapping;
  return {
    identityField,
    prefix,
    catalogPrefix,
    machineEvents,
    propertyRules: [...propertyRules],
    protectsPersonalData,
    propertyNames: [...propertyNames],
    eventNames: [...eventNames],
    rules: MAPPING_RULES,
  };
}

/**
 * The mapping that made the event of this identity again as it was sent; null when nothing was kept, or it was by other
 * rules than today's.
 * @param hashSalt the customer's
 */
export function fromStoredMapping(
  stored: unknown,
  identity: string | null,
  hashSalt: string | null,
): Mapping | null {
  const read = storedMapping.safeParse(stored);
  if (!read.success || read.data.rules !== MAPPING_RULES) return null;

  const { rules: _, ...shape } = read.data;
  return {
    ...shape,
    hashSalt,
    // What was sent was of a type that was to be sent.
    eventTypes: null,
    newTypes: "forward",
    seenTypes: {},
    placeholders: [],
    allowedIdentities: identity === null ? [] : [identity.toLowerCase()],
  };
}

/** Deliveries from before there were rules for properties have none. */
const storedMapping = z.object({
  identityField: z.enum(IdentityField),
  prefix: z.string().nullable(),
  catalogPrefix: z.string().nullable(),
  machineEvents: z.enum(MachineEvents),
  propertyRules: z.array(propertyRule).default([]),
  protectsPersonalData: z.boolean().default(false),
  propertyNames: z.array(newName).default([]),
  eventNames: z.array(newName).default([]),
  rules: z.number(),
});

type StoredMapping = z.infer<typeof storedMapping>;
