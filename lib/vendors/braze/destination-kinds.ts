import type { DestinationKind, IdentifierKind } from "@/prisma/generated/enums";

/** The key with which a destination of each kind writes to Braze: in the API, in its row, as a secret, and in words. */
export const BRAZE_KEYS = {
  cohort: {
    field: "dataImportKey",
    column: "dataImportKeyEnc",
    secret: "data_import_key",
    name: "Data Import Key",
  },
  attribute: {
    field: "restApiKey",
    column: "restApiKeyEnc",
    secret: "rest_api_key",
    name: "REST API key",
  },
} as const satisfies Record<DestinationKind, object>;

/**
 * What a segment's copy in Braze is called, and how a sentence says that users are in it. The home of every text that is about
 * one kind; a text that is the same for both names neither.
 */
export const COPIES = {
  cohort: { noun: "cohort", have: "be in the cohort", missing: "missing from the cohort" },
  attribute: { noun: "attribute", have: "have the attribute", missing: "without the attribute" },
} as const satisfies Record<DestinationKind, object>;

/**
 * How Braze can be told who a user is, by the kind of destination: `/users/track` knows no device, and cohorts know neither email
 * addresses nor phone numbers.
 */
export const IDENTIFIER_KINDS: Record<DestinationKind, readonly IdentifierKind[]> = {
  cohort: ["external_id", "device_id", "external_id_or_device_id", "alias"],
  attribute: ["external_id", "alias", "email", "phone"],
};

/** Why a destination of a kind cannot identify users in a way, as a sentence. */
export const IDENTIFIERS_POSSIBLE: Record<DestinationKind, string> = {
  cohort:
    "Braze finds the users of a cohort by external ID, device ID or alias, not by email address or phone number.",
  attribute:
    "Braze sets custom attributes by external ID, alias, email address or phone number, not by device.",
};
