import { createHash } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import { storedBody, unzipBody } from "@/lib/forwarding/batches/stored-body";
import { type NotJoined, pool } from "@/lib/kernel/database";

/** What Braze and Heap posted, unchanged. Only bodies of batches are zipped. */
const BODIES = [
  { type: "batch", owner: "source", column: "source_id", stored: storedBody("b"), zipped: "b.body_zip" },
  { type: "page", owner: "destination", column: "destination_id", stored: "b.body", zipped: "NULL::bytea" },
] as const;
type Bodies = (typeof BODIES)[number];

/** Ids and times that are read at a time. */
const CHUNK_ROWS = 1_000;

/** Of a body so much is held at a time: bodies have up to 32 MB, and as text of a file several times that. */
const PART_BYTES = 1024 * 1024;

/** A piece of the file; `begins` on the first one of a line. */
interface Piece {
  text: string;
  begins?: Bodies["type"];
}

/**
 * The stored bodies of a customer as lines of its file, in pieces of some MB at most, whatever a body's size. A body
 * that retention prunes in the meantime is left out.
 * @throws Error when a body changes while it is read: half of each would be in the file
 */
export async function* walkBodies(customerId: string): AsyncGenerator<Piece> {
  for (const bodies of BODIES) {
    const { rows: owners } = await pool.query<{ id: string }>(
      `SELECT id FROM ${bodies.owner} WHERE customer_id = $1 ORDER BY id`,
      [customerId],
    );
    for (const { id } of owners) yield* walkOwner(bodies, id);
  }
}

async function* walkOwner(bodies: Bodies, ownerId: string): AsyncGenerator<Piece> {
  const { type, column, stored } = bodies;
  for (let afterId: string | null = null; ; ) {
    const { rows }: { rows: { id: string; receivedAt: Date }[] } = await pool.query(
      `SELECT id, received_at AS "receivedAt" FROM "${type}" b
       WHERE ${column} = $1 AND ${stored} IS NOT NULL AND ($2::uuid IS NULL OR id > $2::uuid) ORDER BY id LIMIT $3`,
      [ownerId, afterId, CHUNK_ROWS],
    );
    for (const row of rows) yield* writeBody(bodies, row);
    if (rows.length < CHUNK_ROWS) return;
    afterId = rows.at(-1)?.id ?? null;
  }
}

async function* writeBody(bodies: Bodies, { id, receivedAt }: { id: string; receivedAt: Date }) {
  const { type } = bodies;
  const decoder = new StringDecoder("utf8");
  let first: Part | undefined;
  for (let at = 0; at === 0 || at < (first?.bytes ?? 0); at += PART_BYTES) {
    const part = await readPart(bodies, id, at);
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
  bytesRead: Buffer;
  /** Of the whole body. */
  bytes: number;
  /** Of a body that has several parts. */
  digest: string | null;
}

/** What is read of a body that is zipped: all of it, or nothing of what the other form has. */
type Row = (Part & { zip: null }) | (NotJoined<Part> & { zip: Buffer });

/** The same part and digest whichever form the body has, since it may be zipped in between. */
async function readPart({ type, stored, zipped }: Bodies, id: string, at: number): Promise<Part | undefined> {
  const { rows } = await pool.query<Row>(
    `SELECT substring(b.body FROM $2 FOR ${PART_BYTES}) AS "bytesRead", octet_length(b.body) AS bytes,
            CASE WHEN octet_length(b.body) > ${PART_BYTES} THEN md5(b.body) END AS digest, ${zipped} AS zip
     FROM "${type}" b WHERE b.id = $1 AND ${stored} IS NOT NULL`,
    [id, at + 1],
  );
  const [row] = rows;
  return row?.zip ? partOf(await unzipBody(row.zip), at) : (row as Part | undefined);
}

function partOf(body: Buffer, at: number): Part {
  const hasParts = body.byteLength > PART_BYTES;
  return {
    bytesRead: body.subarray(at, at + PART_BYTES),
    bytes: body.byteLength,
    digest: hasParts ? createHash("md5").update(body).digest("hex") : null,
  };
}

function withinQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
