import type { Transaction } from "@/lib/audit/record";
import { prisma } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import type { ConnectLinkGetPayload } from "@/lib/generated/prisma/models/ConnectLink";
import { hashToken } from "@/lib/secrets/token";
import { createAttempts } from "@/lib/users/attempts";
import { activeAt } from "./connect-link-view";

/** Far more than a person opening a link needs; a token cannot be guessed, so this only spares the database. */
const perAddress = createAttempts({ burst: 60, refillSeconds: 2, maxSubjects: 10_000 });

const linkParts = {
  destination: {
    include: {
      customer: { select: { name: true } },
      webhookSecrets: { where: { revokedAt: null }, select: { id: true } },
    },
  },
} as const;

export type ActiveLink = ConnectLinkGetPayload<{ include: typeof linkParts }>;

/**
 * The link of a token, while the customer can use it. Unknown, used, expired and revoked ones and those of an archived
 * customer are all the same null, found by the same look-up.
 */
export async function findActiveLink(
  token: string,
  db: Pick<Transaction, "connectLink"> = prisma,
): Promise<ActiveLink | null> {
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
 * Counts a look-up against the address it came from.
 * @throws TributaryError `limit_reached`, whatever the token
 */
export function takeLookup(address: string): void {
  if (perAddress.take(address)) return;
  throw new TributaryError(
    "limit_reached",
    "Too many tries from your network. Wait a minute, then try again.",
  );
}
