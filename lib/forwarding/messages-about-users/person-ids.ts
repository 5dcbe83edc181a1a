import { z } from "zod";
import { decryptSecret, encryptSecret } from "@/lib/kernel/secrets/encrypt";

const personInHeap = z.object({
  identities: z.array(z.string()),
  /** The app took people by external ids, and none of this person is known. */
  isUnknown: z.boolean(),
  /** The books say that the person was sent there. */
  isProven: z.boolean(),
});

const personIds = z.object({
  brazeIds: z.array(z.string()),
  externalIds: z.array(z.string()),
  /** Which external id each Braze id came with. */
  pairs: z.array(z.tuple([z.string(), z.string()])).optional(),
  /** What to delete in each Heap app, once that is planned. */
  inHeap: z.array(personInHeap.extend({ heapApp: z.string() })).optional(),
});

/** The ids of a person who is to be deleted: Braze's own, and the customer's. */
export type PersonIds = z.infer<typeof personIds>;

/** What is to be deleted of a person in a Heap app. */
export type PersonInHeap = z.infer<typeof personInHeap>;

/** The ids as they are stored until the request is over. */
export function encryptIds(ids: PersonIds, customerId: string): string {
  return encryptSecret(JSON.stringify(ids), { customerId, field: "deletion_ids" });
}

/** @throws Error when they do not decrypt */
export function decryptIds(idsEnc: string, customerId: string): PersonIds {
  return personIds.parse(JSON.parse(decryptSecret(idsEnc, { customerId, field: "deletion_ids" })));
}
