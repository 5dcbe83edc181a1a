import { TributaryError } from "@/lib/kernel/errors";
import { reaches } from "@/lib/kernel/roles";
import type { Role } from "@/prisma/generated/enums";

/** What a customer's link may allow its holder to do, for that customer only. */
export type LinkRight = "sync" | "toggle" | "copy_endpoints";

/** Who acts: the audit entry of every change names one. */
export type Actor =
  /** `sessionId`: the session by which they came. */
  | { kind: "user"; id: string; name: string; role: Role; sessionId?: string }
  | { kind: "api_key"; id: string; name: string; role: Role }
  | { kind: "customer_link"; id: string; name: string; customerId: string; rights: readonly LinkRight[] }
  | { kind: "system"; name: string };

/** What every verb gets besides its input. */
export interface Ctx {
  actor: Actor;
}

/**
 * Refuses an actor whose role is below `least`; the system may do everything, a customer's link nothing here.
 * @throws TributaryError `forbidden`
 */
export function requireRole({ actor }: Ctx, least: Role): void {
  if (actor.kind === "system") return;
  if (actor.kind !== "customer_link" && reaches(actor.role, least)) return;
  throw new TributaryError("forbidden", `This needs the role “${least}”. Ask an admin on your team.`);
}

/**
 * Refuses everyone except team members with at least the role `csm` and a link of this very customer with this right.
 * @throws TributaryError `forbidden`
 */
export function requireCsmOrLink(ctx: Ctx, customerId: string, right: LinkRight): void {
  const { actor } = ctx;
  if (actor.kind !== "customer_link") {
    requireRole(ctx, "csm");
    return;
  }
  if (actor.customerId === customerId && actor.rights.includes(right)) return;
  throw new TributaryError("forbidden", "This link does not allow that. Ask the person who sent it.");
}
