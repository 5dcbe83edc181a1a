import { createHmac } from "node:crypto";
import { env } from "@/lib/kernel/env";

/** Enough hexadecimal digits to tell a customer's users apart. */
const SHOWN_SIGNS = 16;

/**
 * Replaces an identity where it must not appear itself, such as in the audit log: always the same for a customer and
 * identity, and impossible to reverse without our secret.
 */
export function fingerprintOf(customerId: string, identity: string): string {
  const digest = createHmac("sha256", env().NEXTAUTH_SECRET)
    .update(`identity/${customerId}/${identity}`)
    .digest("hex");
  return `#${digest.slice(0, SHOWN_SIGNS)}`;
}
