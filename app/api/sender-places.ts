import { TributaryError } from "@/lib/kernel/errors";
import { openQueue, openQueues } from "@/lib/kernel/queue";

/**
 * Of one token, and of all that one customer can cause from outside: bodies, and what its links show and change. A
 * place holds connections to the database, which all share. One token leaves a place to the others. Our
 * choice.
 */
const OF_TOKEN = { places: 5, maxWaiting: 200 };
const OF_CUSTOMER = { places: 6, maxWaiting: 200 };

/**
 * Look-ups for whoever is not known yet: of one network, so that it leaves places to others, and of all. A look-up takes
 * a millisecond or two. Our choice.
 */
const STRANGERS_OF_NETWORK = { places: 2, maxWaiting: 200 };
const STRANGERS = { places: 4, maxWaiting: 400 };

/** Tokens whose customer is remembered; some 2 MB. Our choice. */
const MAX_KNOWN_TOKENS = 10_000;

interface Places {
  tokens: ReturnType<typeof openQueues>;
  customers: ReturnType<typeof openQueues>;
  networks: ReturnType<typeof openQueues>;
  strangers: ReturnType<typeof openQueue>;
  customerOfToken: Map<string, string>;
}

// Kept on globalThis because Next bundles a module more than once.
const shared = globalThis as typeof globalThis & { tributaryPlaces?: Places };
shared.tributaryPlaces ??= {
  tokens: openQueues(OF_TOKEN),
  customers: openQueues(OF_CUSTOMER),
  networks: openQueues(STRANGERS_OF_NETWORK),
  strangers: openQueue(STRANGERS),
  customerOfToken: new Map(),
};
const places = shared.tributaryPlaces;

/** A token in an address, and the network address that sent it. */
export interface Sent {
  token: string;
  address: string;
}

/** The customer of a token that worked when it was last looked up; a token never changes its customer. */
export function rememberedCustomer(token: string): string | undefined {
  return places.customerOfToken.get(token);
}

/**
 * Does what a request costs before its sender is known: in a place of its token's customer if that is remembered, otherwise
 * in one of the strangers. So whoever sends much with one token waits for themselves, and whoever invents tokens for other
 * strangers.
 * @throws QueueFull when too much waits already; what `work` throws
 */
export function takePlaceUnchecked<Result>(
  { token, address }: Sent,
  work: () => Promise<Result>,
): Promise<Result> {
  const customerId = rememberedCustomer(token);
  if (customerId !== undefined) return takePlace({ token, customerId }, work);
  return places.networks.run(address, () => places.strangers.run(work));
}

/**
 * Looks a token up in a place, and remembers its customer.
 * @param find says whose token it is; null if it is nobody's
 * @throws as `takePlaceUnchecked`
 */
export async function lookUpInPlace<Found extends { customerId: string }>(
  sent: Sent,
  find: () => Promise<Found | null>,
): Promise<Found | null> {
  const found = await takePlaceUnchecked(sent, find);
  const { token } = sent;
  if (!found || rememberedCustomer(token) !== undefined) return found;

  if (places.customerOfToken.size >= MAX_KNOWN_TOKENS) places.customerOfToken.clear();
  places.customerOfToken.set(token, found.customerId);
  return found;
}

/**
 * Works for a customer in one of its places.
 * @throws QueueFull when too much of it waits already; what `work` throws
 */
export function takePlace<Result>(
  { token, customerId }: { token: string; customerId: string },
  work: () => Promise<Result>,
): Promise<Result> {
  // The token first: what waits for a place of its token holds none of its customer's.
  return places.tokens.run(token, () => places.customers.run(customerId, work));
}

/** What a person is told when too much waits. */
export function crowded(): TributaryError {
  return new TributaryError("unavailable", "The server is busy. Try again in a few seconds.");
}
