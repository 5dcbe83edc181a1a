import { createHmac } from "node:crypto";
import { env } from "@/lib/kernel/env";
import { TributaryError } from "@/lib/kernel/errors";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import type { DestinationKind, IdentifierKind } from "@/prisma/generated/enums";
import { createBrazeCohortClient } from "./cohort-client";
import { IDENTIFIER_KINDS, IDENTIFIERS_POSSIBLE } from "./destination-kinds";
import { brazeHost, isSandboxInstance, partnerKeyRegion } from "./instances";
import type { MembershipClient } from "./membership-client";
import { createBrazeTrackClient } from "./track-client";

/** Waiting longer for a call is worse than repeating it: every call may be repeated. */
export const CALL_TIMEOUT_SECONDS = 20;

/** The partner keys of the local sandbox; a real one never goes there. */
const SANDBOX_PARTNER_KEYS = { us: "sandbox-partner-key", eu: "sandbox-partner-key-eu" } as const;

interface DestinationKeys {
  customerId: string;
  brazeInstance: string;
  kind: DestinationKind;
  dataImportKeyEnc: string | null;
  restApiKeyEnc: string | null;
}

/**
 * The gateway by which a destination of either kind writes membership to Braze.
 * @param destination with the way in which the users of the segment at hand are identified
 * @throws TributaryError `conflict` when a key is missing, or users are identified in a way that the kind does not have, with what to
 *   do about it
 * @throws Error when the stored key does not decrypt
 */
export function membershipClientOf(
  destination: DestinationKeys & { identifierKind: IdentifierKind },
): MembershipClient {
  const { kind, identifierKind } = destination;
  if (!IDENTIFIER_KINDS[kind].includes(identifierKind)) {
    const words = `${IDENTIFIERS_POSSIBLE[kind]} Choose another way to identify users.`;
    throw new TributaryError("conflict", words);
  }
  return kind === "cohort" ? cohortClientOf(destination) : trackClientOf(destination);
}

/**
 * What tries the key with which a destination of either kind writes to Braze, by a call that changes nothing there.
 * @throws TributaryError `conflict` when a key is missing, naming who has to enter it
 * @throws Error when the stored key does not decrypt
 */
export function keyTesterOf(destination: DestinationKeys): Pick<MembershipClient, "testKey"> {
  return destination.kind === "cohort" ? cohortClientOf(destination) : trackClientOf(destination);
}

function trackClientOf({ customerId, brazeInstance, restApiKeyEnc }: DestinationKeys): MembershipClient {
  if (restApiKeyEnc === null) {
    throw new TributaryError(
      "conflict",
      "The destination has no REST API key. In Braze, under Settings › APIs and Identifiers › API Keys, create one with the permissions users.track and users.export.ids, and enter it.",
    );
  }
  const restApiKey = decryptSecret(restApiKeyEnc, { customerId, field: "rest_api_key" });
  return createBrazeTrackClient({
    baseUrl: brazeHost(brazeInstance, env().SANDBOX_URL),
    restApiKey,
    budgetId: budgetIdOf(brazeInstance, restApiKey),
    timeoutSeconds: CALL_TIMEOUT_SECONDS,
  });
}

/** Always the same for a key, and impossible to reverse without our secret. */
function budgetIdOf(brazeInstance: string, restApiKey: string): string {
  return createHmac("sha256", env().NEXTAUTH_SECRET)
    .update(`call-budget/${brazeInstance}/${restApiKey}`)
    .digest("base64url");
}

/**
 * The gateway to a destination's cohorts.
 * @throws TributaryError `conflict` when the Data Import Key or the partner key is missing, naming who has to enter
 *   it
 * @throws Error when the stored key does not decrypt
 */
function cohortClientOf(
  destination: Pick<DestinationKeys, "customerId" | "brazeInstance" | "dataImportKeyEnc">,
): MembershipClient {
  const { customerId, brazeInstance, dataImportKeyEnc } = destination;
  if (dataImportKeyEnc === null) {
    throw new TributaryError(
      "conflict",
      "The destination has no Data Import Key. Enter the one from Braze, under Partner Integrations › Technology Partners › Heap.",
    );
  }

  const { SANDBOX_URL, BRAZE_PARTNER_NAME } = env();
  const client = createBrazeCohortClient({
    baseUrl: brazeHost(brazeInstance, SANDBOX_URL),
    partnerName: BRAZE_PARTNER_NAME,
    partnerApiKey: partnerKeyOf(brazeInstance),
    dataImportKey: decryptSecret(dataImportKeyEnc, { customerId, field: "data_import_key" }),
    timeoutSeconds: CALL_TIMEOUT_SECONDS,
  });
  return {
    budgetId: null,
    nameCohort: client.nameCohort,
    changeMembers: async ({ id }, change) => ({
      ...(await client.changeMembers({ cohortId: id, changes: [change] })),
      limit: null,
    }),
    testKey: client.testKey,
  };
}

/**
 * Whether the configuration has the partner key that cohorts on an instance need. The sandbox has its own; whoever tries things
 * there sees what they would see with the real Braze, so it counts only if there is any partner key.
 */
export function hasPartnerKey(brazeInstance: string): boolean {
  const { BRAZE_PARTNER_KEY_US, BRAZE_PARTNER_KEY_EU } = env();
  if (isSandboxInstance(brazeInstance)) return Boolean(BRAZE_PARTNER_KEY_US || BRAZE_PARTNER_KEY_EU);
  return env()[partnerKeyName(brazeInstance)] !== undefined;
}

/** The variable of the partner key that an instance takes. */
export function partnerKeyName(brazeInstance: string): "BRAZE_PARTNER_KEY_EU" | "BRAZE_PARTNER_KEY_US" {
  return partnerKeyRegion(brazeInstance) === "eu" ? "BRAZE_PARTNER_KEY_EU" : "BRAZE_PARTNER_KEY_US";
}

function partnerKeyOf(brazeInstance: string): string {
  if (isSandboxInstance(brazeInstance)) return SANDBOX_PARTNER_KEYS[partnerKeyRegion(brazeInstance)];

  const name = partnerKeyName(brazeInstance);
  const key = env()[name];
  if (key) return key;
  throw new TributaryError(
    "conflict",
    `The partner key for ${brazeInstance} is missing. Ask the operator of Tributary to set ${name}.`,
  );
}
