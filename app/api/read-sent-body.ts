import { isZipped, readBody } from "@/lib/kernel/api/read-body";
import { isKnownEndpoint } from "@/lib/setup/endpoints/is-known-endpoint";

/** Bodies announced up to this size are read at once; 100 ordinary events have 50 KB. Our choice. */
const SMALL_BODY_BYTES = 256 * 1024;

const PROBLEMS = {
  400: "The body is not valid gzip, or it broke off.",
  404: "Unknown endpoint.",
  413: "The body is too large: send less at a time.",
};

export type SentBody =
  | { kind: "body"; body: Buffer }
  /** `status` and `reason` are the answer to give. */
  | { kind: "refused"; status: keyof typeof PROBLEMS; reason: string };

/**
 * Reads the body of a request to a secret address. A body that is large, or may turn out to be, is read only if the
 * address is known, so that strangers cannot make the process hold and parse it.
 * @throws when the database does not answer
 */
export async function readSentBody(req: Request, token: string, maxBytes: number): Promise<SentBody> {
  if (mayBeLarge(req) && !(await isKnownEndpoint(token))) return refused(404);

  const read = await readBody(req, maxBytes);
  return read.ok ? { kind: "body", body: read.body } : refused(read.status);
}

function mayBeLarge(req: Request): boolean {
  const announcedBytes = Number(req.headers.get("content-length") ?? Number.NaN);
  return !(announcedBytes <= SMALL_BODY_BYTES) || isZipped(req);
}

function refused(status: keyof typeof PROBLEMS): SentBody {
  return { kind: "refused", status, reason: PROBLEMS[status] };
}
