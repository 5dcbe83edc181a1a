import { env } from "@/lib/kernel/env";
import { TributaryError } from "@/lib/kernel/errors";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { type BrazeCohortClient, createBrazeCohortClient } from "./cohort-client";
import { brazeHost, isSandboxInstance, partnerKeyRegion } from "./instances";

/** Waiting longer for a call is worse than repeating it: every call may be repeated. */
export const CALL_TIMEOUT_SECONDS = 20;

/** The partner keys of the local sandbox; a real one never goes there. */
const SANDBOX_PARTNER_KEYS = { us: "sandbox-partner-key", eu: "sandbox-partner-key-eu" } as const;

/**
 * The gateway to a destination's cohorts.
 * @throws TributaryError `conflict` when the Data Import Key or the partner key is missing, naming who has to enter
 *   it
 * @throws Error when the stored key does not decrypt
 */
export function cohortClientOf(destination: {
  customerId: string;
  brazeInstance: string;
  dataImportKeyEnc: string | null;
}): BrazeCohortClient {
  const { customerId, brazeInstance, dataImportKeyEnc } = destination;
  if (dataImportKeyEnc === null) {
    throw new TributaryError(
      "conflict",
      "The destination has no Data Import Key. Enter the one from Braze, Partner Integrations > Technology Partners > Heap.",
    );
  }

  const { SANDBOX_URL, BRAZE_PARTNER_NAME } = env();
  return createBrazeCohortClient({
    baseUrl: brazeHost(brazeInstance, SANDBOX_URL),
    partnerName: BRAZE_PARTNER_NAME,
    partnerApiKey: partnerKeyOf(brazeInstance),
    dataImportKey: decryptSecret(dataImportKeyEnc, { customerId, field: "data_import_key" }),
    timeoutSeconds: CALL_TIMEOUT_SECONDS,
  });
}

function partnerKeyOf(brazeInstance: string): string {
  const region = partnerKeyRegion(brazeInstance);
  if (isSandboxInstance(brazeInstance)) return SANDBOX_PARTNER_KEYS[region];

  const name = region === "eu" ? "BRAZE_PARTNER_KEY_EU" : "BRAZE_PARTNER_KEY_US";
  const key = env()[name];
  if (key) return key;
  throw new TributaryError(
    "conflict",
    `The partner key for ${brazeInstance} is missing. Ask whoever runs Tributary to set ${name}.`,
  );
}
