import { createHmac } from "node:crypto";
import { env } from "@/lib/kernel/env";

/** Enough to tell a customer's users apart, in signs of four bits. */
const SHOWN_SIGNS = 16;

/**
 * What stands for an identity where it may not stand itself, such as in the audit log: the same for the same customer
 * and identity, and not to be guessed back without our secret.
 */
export function fingerprintOf(customerId: string, identity: string): string {
  const digest = createHmac("sha256", env().NEXTAUTH_SECRET)
    .update(`identity/${customerId}/${identity}`)
    .digest("hex");
  return `#${digest.slice(0, SHOWN_SIGNS)}`;
}
