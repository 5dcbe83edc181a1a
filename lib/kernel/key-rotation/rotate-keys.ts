import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { currentKeyId, decryptSecret, encryptSecret, type SecretPlace } from "@/lib/kernel/secrets/encrypt";
import { Prisma } from "@/prisma/generated/client";

/** Where a secret is stored: a table with `id` and `customer_id`, and the column of the ciphertext. */
export interface StoredSecret {
  table: string;
  column: string;
  field: SecretPlace["field"];
}

/** Every column that holds a secret; a test compares this list with the database's catalogue. */
export const STORED_SECRETS: readonly StoredSecret[] = [
  { table: "source", column: "bearer_token_enc", field: "bearer_token" },
  { table: "destination", column: "data_import_key_enc", field: "data_import_key" },
  { table: "destination", column: "rest_api_key_enc", field: "rest_api_key" },
  { table: "webhook_secret", column: "secret_enc", field: "webhook_secret" },
  { table: "endpoint", column: "token_enc", field: "endpoint_token" },
  { table: "status_link", column: "token_enc", field: "status_link_token" },
  { table: "erasure", column: "identity_enc", field: "erased_identity" },
  { table: "source", column: "heap_api_key_enc", field: "heap_api_key" },
  { table: "deletion_request", column: "ids_enc", field: "deletion_ids" },
  { table: "suppression_key", column: "key_enc", field: "suppression_key" },
  { table: "hash_salt", column: "salt_enc", field: "hash_salt" },
];

/** Secrets per transaction, which holds their rows for some 10 ms. */
const CHUNK_ROWS = 500;

export interface RotatedSecrets extends StoredSecret {
  /** Put under the current key by this run. */
  rotated: number;
  /** Under a key that is not configured, or damaged; left alone. Row ids. */
  unreadable: string[];
  /** How many secrets are under each key now. */
  byKey: Record<string, number>;
}

interface Row {
  id: string;
  customerId: string;
  encrypted: string;
}

/**
 * Encrypts every stored secret again under the current key, the first of ENCRYPTION_KEYS. Each chunk is a transaction
 * with its audit entry; after an interruption a new run continues with what is left. A secret replaced at the same
 * moment keeps its new value.
 * @param options.onChunk called after each chunk with the number of secrets done in this run
 * @throws TributaryError `forbidden`
 */
export async function rotateKeys(
  ctx: Ctx,
  options: { chunkRows?: number; onChunk?: (rotated: number) => void } = {},
): Promise<RotatedSecrets[]> {
  requireRole(ctx, "admin");
  const { chunkRows = CHUNK_ROWS, onChunk } = options;
  const results: RotatedSecrets[] = [];
  let done = 0;

  for (const stored of STORED_SECRETS) {
    const unreadable: string[] = [];
    let rotated = 0;
    let after: string | null = null;
    while (true) {
      const rows: Row[] = await readChunk(stored, after, chunkRows);
      if (rows.length === 0) break;

      const { changed, failed } = await rotateChunk(ctx, stored, rows);
      unreadable.push(...failed);
      rotated += changed;
      done += changed;
      after = rows.at(-1)?.id ?? null;
      onChunk?.(done);
    }
    results.push({ ...stored, rotated, unreadable, byKey: await countByKey(stored) });
  }
  return results;
}

/** The next secrets not under the current key, ordered by id. */
function readChunk({ table, column }: StoredSecret, after: string | null, limit: number): Promise<Row[]> {
  const [name, secret] = [Prisma.raw(table), Prisma.raw(column)];
  return prisma.$queryRaw<Row[]>`
    SELECT id::text, customer_id::text AS "customerId", ${secret} AS encrypted FROM ${name}
    WHERE NOT starts_with(${secret}, ${`v1.${currentKeyId()}.`}) AND (${after}::uuid IS NULL OR id > ${after}::uuid)
    ORDER BY ${name}.id LIMIT ${limit}`;
}

async function rotateChunk(
  ctx: Ctx,
  stored: StoredSecret,
  rows: Row[],
): Promise<{ changed: number; failed: string[] }> {
  const failed: string[] = [];
  const renewed: { id: string; from: string; to: string }[] = [];
  for (const { id, customerId, encrypted } of rows) {
    const place = { customerId, field: stored.field };
    const plain = read(encrypted, place);
    if (plain === null) failed.push(id);
    else renewed.push({ id, from: encrypted, to: encryptSecret(plain, place) });
  }
  if (renewed.length === 0) return { changed: 0, failed };

  const [name, secret] = [Prisma.raw(stored.table), Prisma.raw(stored.column)];
  const changed = await prisma.$transaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE ${name} SET ${secret} = renewed.ciphertext
      FROM unnest(${renewed.map((row) => row.id)}::uuid[], ${renewed.map((row) => row.from)}::text[],
                  ${renewed.map((row) => row.to)}::text[]) AS renewed (id, was, ciphertext)
      WHERE ${name}.id = renewed.id AND ${secret} = renewed.was`;
    await recordAudit(tx, ctx, {
      action: "encryption_key.rotated",
      customerId: null,
      subjectKind: "encryption_key",
      subjectId: currentKeyId(),
      after: { secrets: `${stored.table}.${stored.column}`, count },
    });
    return count;
  });
  return { changed, failed };
}

function read(encrypted: string, place: SecretPlace): string | null {
  try {
    return decryptSecret(encrypted, place);
  } catch {
    return null;
  }
}

async function countByKey({ table, column }: StoredSecret): Promise<Record<string, number>> {
  const rows = await prisma.$queryRaw<{ keyId: string; count: number }[]>`
    SELECT split_part(${Prisma.raw(column)}, '.', 2) AS "keyId", count(*)::int AS count FROM ${Prisma.raw(table)}
    WHERE ${Prisma.raw(column)} IS NOT NULL GROUP BY 1 ORDER BY 1`;
  return Object.fromEntries(rows.map(({ keyId, count }) => [keyId, count]));
}
