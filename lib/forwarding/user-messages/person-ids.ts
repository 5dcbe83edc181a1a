import { z } from "zod";
import { decryptSecret, encryptSecret } from "@/lib/kernel/secrets/encrypt";

const personIds = z.object({ brazeIds: z.array(z.string()), externalIds: z.array(z.string()) });

/** The ids of a person who is to be deleted: Braze's own, and the customer's. */
export type PersonIds = z.infer<typeof personIds>;

/** The ids as they are stored until the request is over. */
export function encryptIds(ids: PersonIds, customerId: string): string {
  return encryptSecret(JSON.stringify(ids), { customerId, field: "deletion_ids" });
}

/** @throws Error when they do not decrypt */
export function decryptIds(idsEnc: string, customerId: string): PersonIds {
  return personIds.parse(JSON.parse(decryptSecret(idsEnc, { customerId, field: "deletion_ids" })));
}
