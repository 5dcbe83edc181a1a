import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const unzip = promisify(gunzip);

export type ReadBody =
  | { ok: true; body: Buffer }
  /** 413: more than the cap, as sent or unzipped. 400: says it is zipped but does not unzip, or ended too early. */
  | { ok: false; status: 400 | 413 };

/**
 * Reads a request's body, unzips it when `Content-Encoding` says gzip, and never holds more than `maxBytes` of either.
 * Braze documents no compression, so both forms are taken.
 */
export async function readBody(req: Request, maxBytes: number): Promise<ReadBody> {
  const announcedBytes = Number(req.headers.get("content-length") ?? Number.NaN);
  if (announcedBytes > maxBytes) return { ok: false, status: 413 };

  // The server reads no more than was announced, so only a body of unknown length has to be counted as it comes.
  const sent = await (announcedBytes >= 0
    ? req.arrayBuffer().then((bytes) => Buffer.from(bytes))
    : collect(req, maxBytes)
  ).catch(() => "broken off" as const);
  // Nobody is left to read the answer.
  if (sent === "broken off") return { ok: false, status: 400 };
  if (!sent) return { ok: false, status: 413 };
  if (!/\bgzip\b/i.test(req.headers.get("content-encoding") ?? "")) return { ok: true, body: sent };
  if (sent.byteLength === 0) return { ok: true, body: sent };

  try {
    return { ok: true, body: await unzip(sent, { maxOutputLength: maxBytes }) };
  } catch (err) {
    return { ok: false, status: (err as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? 413 : 400 };
  }
}

async function collect(req: Request, maxBytes: number): Promise<Buffer | null> {
  if (!req.body) return Buffer.alloc(0);

  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of req.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0]
    ? Buffer.from(chunks[0].buffer, chunks[0].byteOffset, size)
    : Buffer.concat(chunks, size);
}
