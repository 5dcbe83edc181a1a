import { v7 as uuidv7 } from "uuid";
import type { PersonIds } from "@/lib/forwarding/user-messages/person-ids";
import type { Sql } from "@/lib/kernel/database";
import { findOrCreateKey, suppressionHash } from "@/lib/kernel/suppressions/suppression-key";

/** From now on nothing of the person is taken under these ids, neither events nor memberships. */
export async function suppressIds(
  sql: Sql,
  request: { id: string; customerId: string },
  { brazeIds, externalIds }: PersonIds,
): Promise<void> {
  const key = await findOrCreateKey(sql, request.customerId);
  const ids = [...brazeIds, ...externalIds];
  await sql.query(
    `INSERT INTO suppression (id, customer_id, deletion_request_id, hash)
     SELECT s.id, $1, $2, decode(s.hash, 'hex') FROM unnest($3::uuid[], $4::text[]) AS s (id, hash)
     ON CONFLICT (customer_id, hash) DO NOTHING`,
    [
      request.customerId,
      request.id,
      ids.map(() => uuidv7()),
      ids.map((id) => suppressionHash(key, id).toString("hex")),
    ],
  );
}
