import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import {
  leadingTextInput,
  lookUpInput,
  nameInput,
  textInput,
  versionInput,
} from "@/lib/kernel/api/text-input";
import { env } from "@/lib/kernel/env";
import { RECOMMENDED_TYPES } from "@/lib/vendors/braze/catalog";
import { eventTypeInput } from "@/lib/vendors/braze/event-type-input";
import { isSandboxRegion } from "@/lib/vendors/heap/regions";
import { HeapRegion, IdentityField, MachineEvents, NewTypes } from "@/prisma/generated/enums";
import { newEventNames, newNames } from "./new-name-input";
import { propertyRules } from "./property-rule-input";
import { userProperties } from "./user-property-input";

/** The prefix that the form offers: it distinguishes Braze's names from others in Heap. */
export const DEFAULT_PREFIX = "braze-";

/** Longest prefix of event and property names; our choice, so that Heap's names have room. */
const MAX_PREFIX_LENGTH = 40;

/** Most placeholders that a source adds or allows, and the length of each; our choice, as each event is compared. */
const MAX_PLACEHOLDERS = 100;
const MAX_PLACEHOLDER_LENGTH = 255;

/** Identities are compared in lower case. */
const identityList = z
  .array(lookUpInput(MAX_PLACEHOLDER_LENGTH).toLowerCase())
  .max(MAX_PLACEHOLDERS, `can have at most ${MAX_PLACEHOLDERS}`)
  .transform((texts) => [...new Set(texts)].sort());

/** Most event types in a filter; our choice. Braze has some 120. */
const MAX_EVENT_TYPES = 500;

/** Braze event types to forward; null forwards all, "recommended" becomes the list of those that we recommend today. */
export const chosenEventTypes = z
  .union([
    z.literal("recommended"),
    z
      .array(eventTypeInput)
      .min(1, 'must name an event type, or be "recommended", or null for all')
      .max(MAX_EVENT_TYPES),
  ])
  .transform((types) => [...new Set(types === "recommended" ? RECOMMENDED_TYPES : types)].sort())
  .nullable();

/** The characters of a bearer token (RFC 6750, section 2.1), at a length that is hard to guess. */
const chosenBearerToken = z
  .string()
  .min(16, "must have at least 16 characters")
  .max(500, "must have at most 500 characters")
  .regex(/^[A-Za-z0-9\-._~+/]+=*$/, "can contain letters, digits and - . _ ~ + / and end in = (RFC 6750)");

/** "generate" makes Tributary create one, which the answer shows once; null is none, or removes it. */
const bearerTokenInput = z
  .union([z.literal("generate"), chosenBearerToken], {
    error: 'must be "generate", or 16 to 500 of the characters a bearer token may have (RFC 6750)',
  })
  .nullable();

const fields = {
  name: nameInput,
  /** Heap › Account › Manage › Projects: the environment's id. */
  heapAppId: z.string().regex(/^[0-9]{1,20}$/, "must be 1 to 20 digits"),
  heapRegion: z
    .enum(HeapRegion)
    .refine(
      (region) => !isSandboxRegion(region) || env().SANDBOX_URL,
      "must be us or eu: there is no sandbox here",
    ),
  identityField: z.enum(IdentityField),
  prefix: textInput(MAX_PREFIX_LENGTH).nullable(),
  /** Put before the names of Braze's own events in place of `prefix`, such as "Braze: "; null for none of their own. */
  catalogPrefix: leadingTextInput(MAX_PREFIX_LENGTH).nullable(),
  eventTypes: chosenEventTypes,
  /** What becomes of event types that neither Braze's documentation nor `eventTypes` names, until someone decides. */
  newTypes: z.enum(NewTypes),
  /** What Heap does not get as it is; the first rule that matches a property decides. */
  propertyRules,
  /** The rules recommended for personal data apply after those. */
  protectsPersonalData: z.boolean(),
  /** Whole names in Heap for properties and for event types. */
  propertyNames: newNames,
  eventNames: newEventNames,
  /** Which values of events become properties of users in Heap. */
  userProperties,
  /** What becomes of opens and clicks that a machine caused: sent like others, marked by a property, or filtered. */
  machineEvents: z.enum(MachineEvents),
  /** Texts that belong to nobody, besides those known as placeholders. */
  placeholders: identityList,
  /** Texts that are a person here although they look like placeholders. */
  allowedIdentities: identityList,
};

/** The key of Heap's user deletion API; null removes it. */
const heapApiKeyInput = z
  .string()
  .trim()
  .min(8, "must have at least 8 characters")
  .max(500, "must have at most 500 characters")
  .regex(/^[\x21-\x7e]+$/, "must be plain text without spaces")
  .nullable();

/**
 * A new source; by default the identity is `external_user_id`, names are unchanged and all events are forwarded without
 * personal data. A source with a list of event types leaves out new ones, any other forwards them.
 */
export const sourceInput = z.strictObject({
  ...fields,
  identityField: fields.identityField.default("external_user_id"),
  prefix: fields.prefix.default(null),
  catalogPrefix: fields.catalogPrefix.default(null),
  eventTypes: fields.eventTypes.default(null),
  newTypes: fields.newTypes.optional(),
  propertyRules: fields.propertyRules.default([]),
  protectsPersonalData: fields.protectsPersonalData.default(true),
  propertyNames: fields.propertyNames.default([]),
  eventNames: fields.eventNames.default([]),
  userProperties: fields.userProperties.default([]),
  machineEvents: fields.machineEvents.default("forward"),
  placeholders: fields.placeholders.default([]),
  allowedIdentities: fields.allowedIdentities.default([]),
  bearerToken: bearerTokenInput.default(null),
});

/** An edit of a source; fields left out stay unchanged. */
export const sourceChange = z.strictObject({
  version: versionInput,
  ...z.object(fields).partial().shape,
  bearerToken: bearerTokenInput.optional(),
  heapApiKey: heapApiKeyInput.optional(),
  /** Requests to delete a user are carried out without a person: here, in Heap and in Braze. Needs the key. */
  carriesOutDeletions: z.boolean().optional(),
  /** Pauses it in the same step: nothing reaches Heap by the new settings until somebody resumes it. */
  pausesFirst: z.literal(true).optional(),
  /** Forgets the Braze workspace: the next event that names one decides. */
  appGroupId: z.null().optional(),
});

export const sourceListInput = z.strictObject(pageInput);

export type SourceInput = z.input<typeof sourceInput>;
export type SourceChange = z.input<typeof sourceChange>;
