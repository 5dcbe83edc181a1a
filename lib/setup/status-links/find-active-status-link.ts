import type { Ctx } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";
import { limitLookups } from "@/lib/kernel/secrets/secret-link";
import { hashToken } from "@/lib/kernel/secrets/token";
import type { StatusLinkGetPayload } from "@/prisma/generated/models/StatusLink";
import { activeAt, rightsOf } from "./status-link-view";

/**
 * An open page asks every 5 seconds, so this allows 25 open pages behind one address. A token cannot be guessed: this
 * only protects the database.
 */
const takeLookup = limitLookups({ burst: 240, refillSeconds: 0.2 });

/** A link's last use is recorded to the minute: not every look is worth a write. */
const NOTED_EVERY_MS = 60_000;

const linkParts = { customer: { select: { name: true, state: true } } } as const;

export type ActiveStatusLink = StatusLinkGetPayload<{ include: typeof linkParts }>;

/**
 * The link of a token, while it can be opened. Null for unknown, expired and revoked links and those of an archived
 * customer, all found by the same look-up.
 * @param address where the request came from
 * @throws TributaryError `limit_reached` after too many look-ups from this address
 */
export async function findActiveStatusLink(token: string, address: string): Promise<ActiveStatusLink | null> {
  takeLookup(address);
  const now = new Date();
  const link = await prisma.statusLink.findFirst({
    where: {
      hash: Uint8Array.from(hashToken(token)),
      ...activeAt(now),
      customer: { state: { not: "archived" } },
    },
    include: linkParts,
  });
  if (link) await noteUse(link, now);
  return link;
}

/** The customer as verbs and the audit log know them: by the link and what it allows. */
export function ctxOfLink(link: ActiveStatusLink): Ctx {
  const { id, hint, customerId } = link;
  const name = `Status link ending in ${hint}`;
  return { actor: { kind: "customer_link", id, name, customerId, rights: rightsOf(link) } };
}

async function noteUse({ id, lastUsedAt }: ActiveStatusLink, now: Date): Promise<void> {
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < NOTED_EVERY_MS) return;
  await prisma.statusLink.updateMany({ where: { id }, data: { lastUsedAt: now } });
}
