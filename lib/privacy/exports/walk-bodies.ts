import { StringDecoder } from "node:string_decoder";
import { pool } from "@/lib/kernel/database";

/** What Braze and Heap posted, unchanged. */
const BODIES = [
  { type: "batch", owner: "source", column: "source_id" },
  { type: "page", owner: "destination", column: "destination_id" },
] as const;
type BodyType = (typeof BODIES)[number]["type"];

/** Ids and times that are read at a time. */
const CHUNK_ROWS = 1_000;

/** Of a body so much is held at a time: bodies have up to 32 MB, and as text of a file several times that. */
const PART_BYTES = 1024 * 1024;

/** A piece of the file; `begins` on the first one of a line. */
interface Piece {
  text: string;
  begins?: BodyType;
}

/**
 * The stored bodies of a customer as lines of its file, in pieces of some MB at most, whatever a body's size. A body
 * that retention prunes in the meantime is left out.
 * @throws Error when a body changes while it is read: half of each would be in the file
 */
export async function* walkBodies(customerId: string): AsyncGenerator<Piece> {
  for (const { type, owner, column } of BODIES) {
    const { rows: owners } = await pool.query<{ id: string }>(
      `SELECT id FROM ${owner} WHERE customer_id = $1 ORDER BY id`,
      [customerId],
    );
    for (const { id } of owners) yield* walkOwner(type, column, id);
  }
}

async function* walkOwner(type: BodyType, column: string, ownerId: string): AsyncGenerator<Piece> {
  for (let afterId: string | null = null; ; ) {
    const { rows }: { rows: { id: string; receivedAt: Date }[] } = await pool.query(
      `SELECT id, received_at AS "receivedAt" FROM "${type}"
       WHERE ${column} = $1 AND body IS NOT NULL AND ($2::uuid IS NULL OR id > $2::uuid) ORDER BY id LIMIT $3`,
      [ownerId, afterId, CHUNK_ROWS],
    );
    for (const row of rows) yield* writeBody(type, row);
    if (rows.length < CHUNK_ROWS) return;
    afterId = rows.at(-1)?.id ?? null;
  }
}

async function* writeBody(type: BodyType, { id, receivedAt }: { id: string; receivedAt: Date }) {
  const decoder = new StringDecoder("utf8");
  let first: Part | undefined;
  for (let at = 0; at === 0 || at < (first?.bytes ?? 0); at += PART_BYTES) {
    const part = await readPart(type, id, at);
    if (!first) {
      if (!part) return;
      first = part;
      const line = JSON.stringify({ type, data: { id, receivedAt, body: "" } });
      yield { text: line.slice(0, -'"}}'.length), begins: type };
    }
    if (part?.digest !== first.digest) throw new Error("a body changed while it was exported");
    yield { text: withinQuotes(decoder.write(part.bytesRead)) };
  }
  yield { text: `${withinQuotes(decoder.end())}"}}\n` };
}

interface Part {
  /** @neverNull only bodies that are there are read */
  bytesRead: Buffer;
  /** Of the whole body. */
  bytes: number;
  /** Of a body that has several parts. */
  digest: string | null;
}

async function readPart(type: BodyType, id: string, at: number): Promise<Part | undefined> {
  const { rows } = await pool.query<Part>(
    `SELECT substring(body FROM $2 FOR ${PART_BYTES}) AS "bytesRead", octet_length(body) AS bytes,
            CASE WHEN octet_length(body) > ${PART_BYTES} THEN md5(body) END AS digest
     FROM "${type}" WHERE id = $1 AND body IS NOT NULL`,
    [id, at + 1],
  );
  return rows[0];
}

function withinQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
