import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import { nameInput, textInput, versionInput } from "@/lib/kernel/api/text-input";
import { env } from "@/lib/kernel/env";
import { IDENTIFIER_KINDS, IDENTIFIERS_POSSIBLE } from "@/lib/vendors/braze/destination-kinds";
import { BRAZE_INSTANCES, isSandboxInstance } from "@/lib/vendors/braze/instances";
import { DestinationKind, IdentifierKind } from "@/prisma/generated/enums";

/** Longest secret of Braze or Heap we keep; neither documents a length. */
const MAX_SECRET_LENGTH = 500;

/** Longest alias label; our choice. */
const MAX_ALIAS_LABEL_LENGTH = 200;

/** A pasted secret: surrounding spaces are an accident, spaces and control characters inside are a mistake. */
export const secretInput = z
  .string()
  .trim()
  .min(8, "must have at least 8 characters")
  .max(MAX_SECRET_LENGTH, `must have at most ${MAX_SECRET_LENGTH} characters`)
  .regex(/^[\x21-\x7e]*$/, "must not contain spaces or characters outside ASCII");

/** What the names of attributes begin with: as they are made of `a` to `z`, digits and `_`, so that case and spaces never matter. */
const attributePrefixInput = z
  .string()
  .trim()
  .regex(
    /^[a-z][a-z0-9_]{0,29}$/,
    "must begin with a letter from a to z and have at most 30 characters, each of them a to z, a digit or _",
  );

/**
 * Tries a new key with which the destination writes, by its kind the Data Import Key or the REST API key, on Braze first: one that
 * Braze refuses is `invalid`, and nothing is saved.
 */
const testsKey = z.boolean();

const fields = {
  name: nameInput,
  brazeInstance: z.string().refine(isKnownInstance, {
    error: () => `must be one of ${BRAZE_INSTANCES.map(({ id }) => id).join(", ")}`,
  }),
  /** What Heap's user ids are in Braze. `email` and `phone` only with attributes, `device_id` and both only with cohorts. */
  identifierKind: z.enum(IdentifierKind),
  /** With the kind `alias`: the label of the alias that holds Heap's user id. */
  aliasLabel: textInput(MAX_ALIAS_LABEL_LENGTH).nullable(),
  /** Only for cohorts. Null removes it. */
  dataImportKey: secretInput.nullable(),
  /**
   * A key with the permission `users.export.ids`, for the match check. With attributes it needs `users.track` too: everything is sent
   * with it. Null removes it.
   */
  restApiKey: secretInput.nullable(),
};

/** A new destination; users are identified by `external_id` by default. */
export const destinationInput = z
  .strictObject({
    ...fields,
    /**
     * How membership shows in Braze: each segment is a cohort, which takes the partner key of the configuration and the customer's Data
     * Import Key, or a custom attribute that is true or false, which takes the customer's REST API key.
     */
    kind: z.enum(DestinationKind).default("cohort"),
    identifierKind: fields.identifierKind.default("external_id"),
    aliasLabel: fields.aliasLabel.default(null),
    dataImportKey: fields.dataImportKey.default(null),
    restApiKey: fields.restApiKey.default(null),
    /** The secret that Heap reveals next to the webhook. */
    webhookSecret: secretInput.nullable().default(null),
    testsKey: testsKey.default(false),
  })
  .refine(({ identifierKind, aliasLabel }) => identifierKind !== "alias" || aliasLabel, {
    path: ["aliasLabel"],
    error: "is needed to identify users by alias",
  })
  .superRefine((input, ctx) => {
    const misfit = misfitOf(input);
    if (misfit) ctx.addIssue({ code: "custom", path: [misfit.field], message: misfit.words });
  });

/** An edit of a destination; fields left out stay unchanged. */
export const destinationChange = z.strictObject({
  version: versionInput,
  ...z.object(fields).partial().shape,
  /** With attributes: whether who leaves a segment loses its attribute, instead of having it as `false`. */
  clearsLeavers: z.boolean().optional(),
  /** With attributes: what the names begin with that are chosen from now on. */
  attributePrefix: attributePrefixInput.optional(),
  /**
   * With a new key with which the destination writes: whether it is for the same Braze workspace as the one before. Unless it is true, what was
   * sent is forgotten and everybody is sent again.
   */
  sameWorkspace: z.boolean().optional(),
  testsKey: testsKey.optional(),
  /** Pauses it in the same step: nothing reaches Braze by the new settings until somebody resumes it. */
  pausesFirst: z.literal(true).optional(),
});

export const destinationListInput = z.strictObject(pageInput);
export const webhookSecretInput = z.strictObject({ secret: secretInput });

export type DestinationInput = z.input<typeof destinationInput>;
export type DestinationChange = z.input<typeof destinationChange>;

/** What does not fit the kind of a destination: the field, and what is wrong with it. Null when everything fits. Pure. */
export function misfitOf(destination: {
  kind: DestinationKind;
  identifierKind: IdentifierKind;
  dataImportKey?: string | null;
}): { field: "identifierKind" | "dataImportKey"; words: string } | null {
  const { kind, identifierKind, dataImportKey } = destination;
  const possible = IDENTIFIER_KINDS[kind];
  if (!possible.includes(identifierKind)) {
    return {
      field: "identifierKind",
      words: `must be one of ${possible.join(", ")}. ${IDENTIFIERS_POSSIBLE[kind]}`,
    };
  }
  if (kind === "attribute" && dataImportKey) {
    return { field: "dataImportKey", words: "is only for cohorts: custom attributes need the REST API key" };
  }
  return null;
}

function isKnownInstance(instance: string): boolean {
  if (isSandboxInstance(instance)) return env().SANDBOX_URL !== undefined;
  return BRAZE_INSTANCES.some(({ id }) => id === instance);
}
