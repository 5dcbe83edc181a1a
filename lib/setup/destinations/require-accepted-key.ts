import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError, VendorError } from "@/lib/kernel/errors";
import { keyRefusal } from "@/lib/vendors/braze/key-refusal";
import { cohortClientOf } from "@/lib/vendors/braze/membership-gateway";
import { keyColumns } from "./key-columns";

/**
 * Tries a Data Import Key on Braze before it is saved, with a call that changes nothing there. Not within a transaction.
 * @returns whether Braze accepted it; false when Braze could not say, and then nothing speaks against saving it
 * @throws TributaryError `not_found`, `conflict` when the customer is archived, `invalid` when Braze refuses it, with Braze's words for the field `dataImportKey`
 */
export async function requireAcceptedKey(typed: {
  customerId: string;
  brazeInstance: string;
  dataImportKey: string;
}): Promise<boolean> {
  const { customerId, brazeInstance, dataImportKey } = typed;
  await requireOpenCustomer(customerId, prisma);
  const { dataImportKeyEnc = null } = keyColumns({ dataImportKey }, customerId);
  try {
    await cohortClientOf({ customerId, brazeInstance, dataImportKeyEnc }).testKey();
    return true;
  } catch (err) {
    // The installation lacks its partner key: that says nothing about this key.
    if (err instanceof TributaryError) return false;
    if (!(err instanceof VendorError)) throw err;
    if (err.kind !== "unauthorized" || err.reason === "partner_key") return false;

    const { message, nextAction } = keyRefusal(err);
    throw new TributaryError("invalid", message, {
      isKeyRefused: true,
      fields: { dataImportKey: `${message} ${nextAction}` },
    });
  }
}
