import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const unzip = promisify(gunzip);

export type ReadBody =
  | { ok: true; body: Buffer }
  /** 413: over the cap, as sent or unzipped. 400: labelled as zipped but does not unzip, or ended too early. */
  | { ok: false; status: 400 | 413 };

/**
 * Reads a request's body, unzips it if `Content-Encoding` says gzip, and never holds more than `maxBytes` of either.
 * Braze documents no compression, so both forms are accepted.
 */
export async function readBody(req: Request, maxBytes: number): Promise<ReadBody> {
  const announcedBytes = Number(req.headers.get("content-length") ?? Number.NaN);
  if (announcedBytes > maxBytes) return { ok: false, status: 413 };

  const sent = await collect(req, maxBytes).catch(() => "broken off" as const);
  // Nobody is left to read the answer.
  if (sent === "broken off") return { ok: false, status: 400 };
  if (!sent) return { ok: false, status: 413 };
  if (sent.byteLength === 0 || !isZipped(req)) return { ok: true, body: sent };

  try {
    return { ok: true, body: await unzip(sent, { maxOutputLength: maxBytes }) };
  } catch (err) {
    return { ok: false, status: (err as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? 413 : 400 };
  }
}

/** Whether the sender says that the body is zipped. */
export function isZipped(req: Request): boolean {
  return /\bgzip\b/i.test(req.headers.get("content-encoding") ?? "");
}

// With our own reader, which takes a quarter of the time of `arrayBuffer` or `for await` for the body of a batch.
async function collect(req: Request, maxBytes: number): Promise<Buffer | null> {
  if (!req.body) return Buffer.alloc(0);

  const reader = req.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // Not awaited: a body that drips in would hold us up.
      void reader.cancel().catch(() => {});
      return null;
    }
    chunks.push(value);
  }
  return chunks.length === 1 && chunks[0]
    ? Buffer.from(chunks[0].buffer, chunks[0].byteOffset, size)
    : Buffer.concat(chunks, size);
}
