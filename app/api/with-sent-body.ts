import { bodyBudget, type HeldBytes } from "@/lib/kernel/api/body-budget";
import { isZipped, readBody } from "@/lib/kernel/api/read-body";
import { openQueue, openQueues, QueueFull } from "@/lib/kernel/queue";
import { checkEndpoint } from "@/lib/setup/endpoints/check-endpoint";

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
 * Of one address, and of all addresses of one customer: a place holds a connection to the database, which all share. One
 * address leaves a place to the customer's others. Our choice.
 */
const REQUESTS_OF_ADDRESS = { places: 5, maxWaiting: 200 };
const REQUESTS_OF_CUSTOMER = { places: 6, maxWaiting: 200 };

/** Addresses whose customer is remembered; some 2 MB. Our choice. */
const MAX_KNOWN_ADDRESSES = 10_000;

/** How full a customer is, is measured again each minute. */
const RETRY_SECONDS = 60;

const REASONS = {
  400: "The body is not valid gzip, or it broke off.",
  401: "The bearer token is not the one of this endpoint.",
  404: "Unknown endpoint.",
  413: "The body is too large: send less at a time.",
  503: "Too much is being sent at this moment, or this arrives too slowly. Send it again in a few seconds.",
};

/** The answer to a request whose body is not taken. */
export interface RefusedBody {
  status: keyof typeof REASONS;
  reason: string;
}

const largeBodies = openQueue(LARGE_BODIES);
const largeBodiesOfCustomers = openQueues(LARGE_BODIES_OF_CUSTOMER);
const addresses = openQueues(REQUESTS_OF_ADDRESS);
const customers = openQueues(REQUESTS_OF_CUSTOMER);

/** The customers of addresses that worked when they were last looked up; an address never changes its customer. */
const customerOfAddress = new Map<string, string>();

/**
 * Reads the body of a request to a secret address and hands it on. A body is read only if the address is known, and one
 * that is large, or may turn out to be, only if the bearer token is right too, so that strangers cannot make the
 * process hold, unzip or parse it. What is held and worked on at a time is limited for each customer, whatever the
 * number of its addresses, and for the process.
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
  const remembered = customerOfAddress.get(sender.token);
  const isChecked = remembered === undefined || mayBeLarge(req) || bodyBudget.isCrowded();
  const customerId = isChecked ? await findCustomer(sender) : remembered;
  if (typeof customerId !== "string") return customerId;

  const held = bodyBudget.hold(isChecked ? customerId : null);
  const place = { token: sender.token, customerId };
  try {
    return await readAndTake(req, maxBytes, held, (body) => takeInTurn(place, body, take));
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

/** The customer whose address it is, if the bearer token is right too; otherwise why the request is refused. */
async function findCustomer(sender: {
  token: string;
  bearerToken: string | null;
}): Promise<string | RefusedBody> {
  const check = await checkEndpoint(sender.token, sender.bearerToken);
  if (check.kind !== "known") return refused(check.kind === "unauthorized" ? 401 : 404);

  if (customerOfAddress.size >= MAX_KNOWN_ADDRESSES) customerOfAddress.clear();
  customerOfAddress.set(sender.token, check.customerId);
  return check.customerId;
}

/** An address, a customer, and large bodies have a few places each. */
function takeInTurn<Result>(
  { token, customerId }: { token: string; customerId: string },
  body: Buffer,
  take: (body: Buffer) => Promise<Result>,
): Promise<Result> {
  const isLarge = body.byteLength > LARGE_BODY_BYTES;
  const takeLarge = () => largeBodiesOfCustomers.run(customerId, () => largeBodies.run(() => take(body)));
  // The address first: what waits for a place of its address holds none of its customer's.
  return addresses.run(token, () => customers.run(customerId, isLarge ? takeLarge : () => take(body)));
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
  const headers = status === 503 || status === 429 ? { "retry-after": String(RETRY_SECONDS) } : undefined;
  return Response.json({ error }, { status, headers });
}
