import { env } from "@/lib/kernel/env";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { isFit } from "@/lib/vendors/braze/address-forms";
import type { Identifier } from "@/lib/vendors/braze/cohort-changes";
import { exportIds } from "@/lib/vendors/braze/export-client";
import { brazeHost } from "@/lib/vendors/braze/instances";
import type { LoadedCheck } from "./load-check";

/** Exports are slow at Braze, but waiting longer for one is worse than asking again. */
const CALL_TIMEOUT_SECONDS = 20;

/** What Braze answered about ids. */
export interface BrazeKnows {
  known: ReadonlySet<string>;
  /** Addresses that several users have. */
  shared: ReadonlySet<string>;
}

/**
 * Asks Braze which of some ids it knows under at least one of the identifiers; one that it knows is not asked about again.
 * @param ids as many as one call takes under each identifier (`MAX_EXPORT_IDS_PER_CALL`)
 * @returns the ids it knows, those of them that several users have, and how many calls were made
 * @throws VendorError see `exportIds`
 */
export async function askBraze(
  check: Pick<LoadedCheck, "customerId" | "brazeInstance" | "aliasLabel"> & { restApiKeyEnc: string },
  identifiers: readonly Identifier[],
  ids: readonly string[],
): Promise<BrazeKnows & { calls: number }> {
  const { customerId, brazeInstance, restApiKeyEnc, aliasLabel } = check;
  const known = new Set<string>();
  const shared = new Set<string>();
  let calls = 0;
  let left = ids;
  for (const identifier of identifiers) {
    // What is no address is nobody's: Braze need not be asked.
    left = left.filter((id) => isFit(identifier, id));
    if (left.length === 0) break;
    const answer = await exportIds({
      baseUrl: brazeHost(brazeInstance, env().SANDBOX_URL),
      restApiKey: decryptSecret(restApiKeyEnc, { customerId, field: "rest_api_key" }),
      identifier,
      aliasLabel,
      ids: left,
      timeoutSeconds: CALL_TIMEOUT_SECONDS,
    });
    calls++;
    for (const id of answer.known) known.add(id);
    for (const id of answer.shared) shared.add(id);
    left = answer.unknown;
  }
  return { known, shared, calls };
}
