import { z } from "zod";
import { MAPPING_RULES, type Mapping } from "@/lib/forwarding/mapping/map-event";
import { pool } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { readHashSalt } from "@/lib/setup/sources/hash-salt";
import { newName } from "@/lib/setup/sources/new-name-input";
import { propertyRule } from "@/lib/setup/sources/property-rule-input";
import { userPropertyRule } from "@/lib/setup/sources/user-property-input";
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
  'userProperties', s.user_properties,
  'seenTypes', (SELECT COALESCE(json_object_agg(t.type, t.decision), '{}') FROM seen_type t WHERE t.source_id = s.id),
  'saltEnc', (SELECT h.salt_enc FROM hash_salt h WHERE h.customer_id = s.customer_id))`;

/** The mapping that the database has. */
export function readMapping({ customerId, saltEnc, ...mapping }: EncryptedMapping): Mapping {
  return { ...mapping, hashSalt: readHashSalt(saltEnc, customerId) };
}

/**
 * The mapping of a source as it is set now.
 * @throws TributaryError `not_found`, also when it is another customer's
 */
export async function loadMapping(input: { customerId: string; sourceId: string }): Promise<Mapping> {
  const { rows } = await pool.query<{ mapping: EncryptedMapping }>(
    `SELECT ${MAPPING_OF_SOURCE} AS mapping FROM source s WHERE s.id = $2 AND s.customer_id = $1`,
    [input.customerId, input.sourceId],
  );
  if (!rows[0]) throw new TributaryError("not_found", "There is no such source.");
  return readMapping(rows[0].mapping);
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
    userProperties: [...mapping.userProperties],
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

/** Deliveries from before there were rules for properties, or for user properties, have none. */
const storedMapping = z.object({
  identityField: z.enum(IdentityField),
  prefix: z.string().nullable(),
  catalogPrefix: z.string().nullable(),
  machineEvents: z.enum(MachineEvents),
  propertyRules: z.array(propertyRule).default([]),
  protectsPersonalData: z.boolean().default(false),
  propertyNames: z.array(newName).default([]),
  eventNames: z.array(newName).default([]),
  userProperties: z.array(userPropertyRule).default([]),
  rules: z.number(),
});

type StoredMapping = z.infer<typeof storedMapping>;
