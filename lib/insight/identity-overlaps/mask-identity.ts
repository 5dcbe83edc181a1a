import { maskAddresses } from "@/lib/kernel/mask";

/** How much of an id stays readable: enough to see what kind of id it is, too little to know whose. */
const SHOWN_SIGNS = 2;

/** An identity for alerts and screens: `anna@example.com` becomes `an***@ex***`, `user-4711` becomes `us***`. */
export function maskIdentity(identity: string): string {
  const masked = maskAddresses(identity);
  return masked === identity ? `${[...identity.trim()].slice(0, SHOWN_SIGNS).join("")}***` : masked;
}
