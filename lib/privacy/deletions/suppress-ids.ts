import { v7 as uuidv7 } from "uuid";
import type { PersonIds } from "@/lib/forwarding/messages-about-users/person-ids";
import type { Sql } from "@/lib/kernel/database";
import {
  findOrCreateKey,
  lockSuppressions,
  suppressionHash,
} from "@/lib/kernel/suppressions/suppression-key";
import { addressName } from "@/lib/vendors/braze/address-forms";

/**
 * From now on nothing of the person is taken under these ids, neither events nor memberships. An id that an earlier request
 * suppressed is this one's too: it is free only when both are lifted. An id that is an email address or phone number is suppressed as such
 * too: where users are named by address, every spelling of it is the same person.
 */
export async function suppressIds(
  sql: Sql,
  request: { id: string; customerId: string },
  { brazeIds, externalIds }: PersonIds,
): Promise<void> {
  const { id, customerId } = request;
  const key = await findOrCreateKey(sql, customerId);
  await lockSuppressions(sql, customerId);
  const names = new Set([...brazeIds, ...externalIds].flatMap(namesOf));
  const hashes = [...names].map((one) => suppressionHash(key, one).toString("hex"));
  await sql.query(
    `INSERT INTO suppression (id, customer_id, deletion_request_id, hash)
     SELECT s.id, $1, $2, decode(s.hash, 'hex') FROM unnest($3::uuid[], $4::text[]) AS s (id, hash)
     ON CONFLICT (customer_id, hash) DO NOTHING`,
    [customerId, id, hashes.map(() => uuidv7()), hashes],
  );
  await sql.query(
    `UPDATE deletion_request SET suppressed = ARRAY(
       SELECT unnest(suppressed) UNION SELECT decode(hash, 'hex') FROM unnest($2::text[]) AS h (hash))
     WHERE id = $1`,
    [id, hashes],
  );
}

function namesOf(id: string): string[] {
  return [id, addressName("email", id), addressName("phone", id)].filter((name) => name !== null);
}
