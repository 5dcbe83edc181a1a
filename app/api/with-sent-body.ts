import { clientAddress } from "@/app/api/auth/client-address";
import { lookUpInPlace, rememberedCustomer, takePlace, takePlaceUnchecked } from "@/app/api/sender-places";
import { bodyBudget, type HeldBytes } from "@/lib/kernel/api/body-budget";
import { isZipped, readBody } from "@/lib/kernel/api/read-body";
import { inTime } from "@/lib/kernel/in-time";
import { openQueue, openQueues, QueueFull } from "@/lib/kernel/queue";
import { checkEndpoint } from "@/lib/setup/endpoints/check-endpoint";
import { noteRefusal } from "@/lib/setup/endpoints/note-refusal";

/** Bodies announced up to this size are read at once; 100 ordinary events have 50 KB. Our choice. */
const SMALL_BODY_BYTES = 256 * 1024;

/**
 * How many bodies above this size are worked on at a time, since each takes several times its size of memory; of one
 * customer one, so that no customer has both places.
 */
const LARGE_BODY_BYTES = 1024 * 1024;
const LARGE_BODIES = { places: 2, maxWaiting: 20 };
const LARGE_BODIES_OF_CUSTOMER = { places: 1, maxWaiting: 10 };

/**
 * How long a database may take to look up an address or to store a body. Long enough for Heap's largest pages on a slow
 * machine. A body that is stored after all is recognized when it comes again. Our choice.
 */
const PATIENCE_SECONDS = 60;

/** How full a customer is, is measured again each minute. */
const RETRY_SECONDS = 60;

const REASONS = {
  400: "The body is not valid gzip, or it was cut off.",
  401: "The bearer token does not belong to this endpoint.",
  404: "Unknown endpoint.",
  413: "The body is too large: send less at a time.",
  503: "Too much is being sent right now, or this request is arriving too slowly. Send it again in a few seconds.",
};

/** The answer to a request whose body is not taken. */
export interface RefusedBody {
  status: keyof typeof REASONS;
  reason: string;
}

const largeBodies = openQueue(LARGE_BODIES);
const largeBodiesOfCustomers = openQueues(LARGE_BODIES_OF_CUSTOMER);

/**
 * Reads the body of a request to a secret address and hands it on. A body is read only if the address is known, and one
 * that is large, or may turn out to be, only if the bearer token is right too, so that strangers cannot make the
 * process hold, unzip or parse it. What is held and worked on at a time is limited for each customer, whatever the
 * number of its addresses, and for the process.
 * @param take works on the body; the body counts as held until it is done or given up
 * @returns what `take` returns, or why the body was not taken
 * @throws NotInTime when the database does not answer, and what `take` throws
 */
export async function withSentBody<Result>(
  req: Request,
  sender: { token: string; bearerToken: string | null },
  maxBytes: number,
  take: (body: Buffer) => Promise<Result>,
): Promise<Result | RefusedBody> {
  try {
    const remembered = rememberedCustomer(sender.token);
    const isChecked = remembered === undefined || mayBeLarge(req) || bodyBudget.isCrowded();
    const customerId = isChecked ? await findCustomer(req, sender) : remembered;
    if (typeof customerId !== "string") return customerId;

    const held = bodyBudget.hold(isChecked ? customerId : null);
    const place = { token: sender.token, customerId };
    try {
      return await readAndTake(req, maxBytes, held, (body) => takeInTurn(place, body, take));
    } finally {
      held.release();
    }
  } catch (err) {
    if (err instanceof QueueFull) return refused(503);
    throw err;
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

/** The customer whose address it is, if the bearer token is right too; otherwise why the request is refused. */
async function findCustomer(
  req: Request,
  { token, bearerToken }: { token: string; bearerToken: string | null },
): Promise<string | RefusedBody> {
  let isUnauthorized = false;
  const known = await lookUpInPlace({ token, address: clientAddress(req.headers) }, async () => {
    const check = await inTime(checkEndpoint(token, bearerToken), PATIENCE_SECONDS);
    isUnauthorized = check.kind === "unauthorized";
    return check.kind === "known" ? check : null;
  });
  return known?.customerId ?? refused(isUnauthorized ? 401 : 404);
}

/** An address and its customer have a few places each, and large bodies of all customers. */
function takeInTurn<Result>(
  place: { token: string; customerId: string },
  body: Buffer,
  take: (body: Buffer) => Promise<Result>,
): Promise<Result> {
  const isLarge = body.byteLength > LARGE_BODY_BYTES;
  const takeNow = () => inTime(take(body), PATIENCE_SECONDS);
  const takeLarge = () => largeBodiesOfCustomers.run(place.customerId, () => largeBodies.run(takeNow));
  return takePlace(place, isLarge ? takeLarge : takeNow);
}

function mayBeLarge(req: Request): boolean {
  const announcedBytes = Number(req.headers.get("content-length") ?? Number.NaN);
  return !(announcedBytes <= SMALL_BODY_BYTES) || isZipped(req);
}

/** Notes a refusal at the endpoint, in turn; when too much waits there, it is left out. */
export async function noteRefused(
  req: Request,
  token: string,
  why: { status: number; reason: string },
): Promise<void> {
  const sent = { token, address: clientAddress(req.headers) };
  await takePlaceUnchecked(sent, () => inTime(noteRefusal(token, why), PATIENCE_SECONDS)).catch((err) => {
    if (!(err instanceof QueueFull)) throw err;
  });
}

/** A refusal in the words that all secret addresses share. */
export function refused(status: RefusedBody["status"]): RefusedBody {
  return { status, reason: REASONS[status] };
}

/** The answer that refuses a request to a secret address. After 503 the sender keeps what it sent and tries again. */
export function refusal(status: number, error: string): Response {
  const headers = status === 503 || status === 429 ? { "retry-after": String(RETRY_SECONDS) } : undefined;
  return Response.json({ error }, { status, headers });
}
