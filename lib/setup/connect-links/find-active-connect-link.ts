import { prisma, type Transaction } from "@/lib/kernel/database";
import { limitLookups } from "@/lib/kernel/secrets/secret-link";
import { hashToken } from "@/lib/kernel/secrets/token";
import type { ConnectLinkGetPayload } from "@/prisma/generated/models/ConnectLink";
import { activeAt } from "./connect-link-view";

/** Far more than a person who opens a link needs; a token cannot be guessed, so this only protects the database. */
const takeLookup = limitLookups({ burst: 60, refillSeconds: 2 });

const linkParts = {
  destination: {
    include: {
      customer: { select: { name: true } },
      webhookSecrets: { where: { revokedAt: null }, select: { id: true } },
    },
  },
} as const;

export type ActiveConnectLink = ConnectLinkGetPayload<{ include: typeof linkParts }>;

/**
 * The link of a token, while the customer can use it. Null for unknown, used, expired and revoked links and those of
 * an archived customer, all found by the same look-up.
 */
export async function findActiveConnectLink(
  token: string,
  db: Pick<Transaction, "connectLink"> = prisma,
): Promise<ActiveConnectLink | null> {
  return db.connectLink.findFirst({
    where: {
      hash: Uint8Array.from(hashToken(token)),
      ...activeAt(new Date()),
      destination: { customer: { state: { not: "archived" } } },
    },
    include: linkParts,
  });
}

/**
 * `findActiveConnectLink` for somebody from outside.
 * @param address where the request came from
 * @throws TributaryError `limit_reached` after too many look-ups from this address
 */
export async function lookUpConnectLink(token: string, address: string): Promise<ActiveConnectLink | null> {
  takeLookup(address);
  return findActiveConnectLink(token);
}
