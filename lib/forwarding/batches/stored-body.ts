import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

/**
 * The body of a batch is stored as received until the batch is done, and then as gzip (docs/decisions/040-bytes.md). Whoever reads
 * bodies takes either form, with `storedBody` in SQL and `unzipBody` afterwards.
 */
const [zip, unzip] = [promisify(gzip), promisify(gunzip)];

/** Measured with the sandbox's events: level 9 takes a quarter more time and saves 2 %. */
const LEVEL = 6;
/** A body has at most 16 MB; one that somebody was erased from was written again and may have become longer. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What zlib takes for the size of its pieces, at least. */
const LEAST_BYTES = 64;
/** Head and end of gzip alone. */
const LEAST_ZIPPED_BYTES = 18;

/** The body of a batch in SQL, in the form in which it is stored; null once retention has pruned it. */
export function storedBody(batch: string): string {
  return `coalesce(${batch}.body, ${batch}.body_zip)`;
}

/** Whether the body of a batch is still there, in SQL. */
export function hasBody(batch: string): string {
  return `(${batch}.body IS NOT NULL OR ${batch}.body_zip IS NOT NULL)`;
}

/** A body as gzip. */
export async function zipBody(body: Buffer): Promise<Buffer> {
  return zip(body, { level: LEVEL });
}

/**
 * A stored body as received: unzipped, if it is zipped. No JSON begins like gzip. One that does not unzip was damaged in the
 * database and is given back as it is, which nobody can read.
 */
export async function unzipBody(stored: Buffer): Promise<Buffer> {
  if (stored[0] !== 0x1f || stored[1] !== 0x8b || stored.byteLength < LEAST_ZIPPED_BYTES) return stored;

  // We wrote its last four bytes: how long it was (RFC 1952, section 2.3.1). So it is unzipped into one piece.
  const bytes = stored.readUInt32LE(stored.byteLength - 4);
  const chunkSize = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, bytes));
  return unzip(stored, { chunkSize, maxOutputLength: MOST_BYTES }).catch(() => stored);
}
