import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError, VendorError } from "@/lib/kernel/errors";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { isKeyRefused, keyRefusal, refusalText } from "@/lib/vendors/braze/key-refusal";
import { keyTesterOf } from "@/lib/vendors/braze/membership-gateway";
import type { DestinationKind } from "@/prisma/generated/enums";
import { keyColumns } from "./key-columns";

/**
 * Tries the key with which a destination writes, see `BRAZE_KEYS`, on Braze before it is saved, with a call that changes nothing there.
 * Not within a transaction.
 * @returns whether Braze accepted it; false when Braze could not say, and then nothing speaks against saving it
 * @throws TributaryError `not_found`, `conflict` when the customer is archived, `invalid` when Braze refuses it, with Braze's words for
 *   the field of the key
 */
export async function requireAcceptedKey(typed: {
  customerId: string;
  kind: DestinationKind;
  brazeInstance: string;
  key: string;
}): Promise<boolean> {
  const { key, ...destination } = typed;
  const { field } = BRAZE_KEYS[destination.kind];
  await requireOpenCustomer(destination.customerId, prisma);
  const { dataImportKeyEnc = null, restApiKeyEnc = null } = keyColumns(
    { [field]: key },
    destination.customerId,
  );
  try {
    await keyTesterOf({ ...destination, dataImportKeyEnc, restApiKeyEnc }).testKey();
    return true;
  } catch (err) {
    // The installation lacks its partner key: that says nothing about this key.
    if (err instanceof TributaryError) return false;
    if (!(err instanceof VendorError)) throw err;
    if (!isKeyRefused(err) || err.reason === "partner_key") return false;

    const refusal = keyRefusal(err);
    throw new TributaryError("invalid", refusal.message, {
      isKeyRefused: true,
      fields: { [field]: refusalText(refusal) },
    });
  }
}
