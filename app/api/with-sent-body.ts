import { BodyBudget, type HeldBytes } from "@/lib/kernel/api/body-budget";
import { isZipped, readBody } from "@/lib/kernel/api/read-body";
import { openQueue, openQueues, QueueFull } from "@/lib/kernel/queue";
import { checkEndpoint } from "@/lib/setup/endpoints/check-endpoint";

/** Bodies announced up to this size are read at once; 100 ordinary events have 50 KB. Our choice. */
const SMALL_BODY_BYTES = 256 * 1024;

/** How many bodies above this size are worked on at a time, since each takes several times its size of memory. */
const LARGE_BODY_BYTES = 1024 * 1024;
const LARGE_BODIES = { places: 2, maxWaiting: 20 };

/** Of one address: a place holds a connection to the database, which all addresses share. Our choice. */
const REQUESTS_OF_ADDRESS = { places: 5, maxWaiting: 200 };

/** How full a customer is, is measured again each minute. */
const RETRY_SECONDS = 60;

const REASONS = {
  400: "The body is not valid gzip, or it broke off.",
  401: "The bearer token is not the one of this endpoint.",
  404: "Unknown endpoint.",
  413: "The body is too large: send less at a time.",
  503: "Too much is being sent at this moment. Send it again in a few seconds.",
};

/** The answer to a request whose body is not taken. */
export interface RefusedBody {
  status: keyof typeof REASONS;
  reason: string;
}

const budget = new BodyBudget();
const largeBodies = openQueue(LARGE_BODIES);
const addresses = openQueues(REQUESTS_OF_ADDRESS);

/**
 * Reads the body of a request to a secret address and hands it on. A body that is large, or may turn out to be, is read
 * only if the address and the bearer token are right, so that strangers cannot make the process hold, unzip or parse
 * it. What is held at a time is limited, for each address and for the process.
 * @param take works on the body; the body counts as held until it is done
 * @returns what `take` returns, or why the body was not taken
 * @throws when the database does not answer, and what `take` throws
 */
export async function withSentBody<Result>(
  req: Request,
  sender: { token: string; bearerToken: string | null },
  maxBytes: number,
  take: (body: Buffer) => Promise<Result>,
): Promise<Result | RefusedBody> {
  const isKnownFirst = mayBeLarge(req) || budget.isCrowded();
  if (isKnownFirst) {
    const check = await checkEndpoint(sender.token, sender.bearerToken);
    if (check !== "known") return refused(check === "unauthorized" ? 401 : 404);
  }

  const held = budget.hold(isKnownFirst ? sender.token : null);
  try {
    return await readAndTake(req, maxBytes, held, (body) => takeInTurn(sender.token, body, take));
  } catch (err) {
    if (err instanceof QueueFull) return refused(503);
    throw err;
  } finally {
    held.release();
  }
}

async function readAndTake<Result>(
  req: Request,
  maxBytes: number,
  held: HeldBytes,
  take: (body: Buffer) => Promise<Result>,
): Promise<Result | RefusedBody> {
  const read = await readBody(req, maxBytes, held);
  if (!read.ok) return refused(read.status);
  return take(read.body);
}

/** An address has a few places, and large bodies of all addresses together have fewer. */
function takeInTurn<Result>(
  token: string,
  body: Buffer,
  take: (body: Buffer) => Promise<Result>,
): Promise<Result> {
  const isLarge = body.byteLength > LARGE_BODY_BYTES;
  return addresses.run(token, () => (isLarge ? largeBodies.run(() => take(body)) : take(body)));
}

function mayBeLarge(req: Request): boolean {
  const announcedBytes = Number(req.headers.get("content-length") ?? Number.NaN);
  return !(announcedBytes <= SMALL_BODY_BYTES) || isZipped(req);
}

/** A refusal in the words that all secret addresses share. */
export function refused(status: RefusedBody["status"]): RefusedBody {
  return { status, reason: REASONS[status] };
}

/** The answer that refuses a request to a secret address. After 503 the sender keeps what it sent and tries again. */
export function refusal(status: number, error: string): Response {
  const headers = status === 503 ? { "retry-after": String(RETRY_SECONDS) } : undefined;
  return Response.json({ error }, { status, headers });
}
