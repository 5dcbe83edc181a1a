import type { RefusalFacts } from "./alert-facts";

/** A refusal this recent counts even if other requests are accepted: two senders may share an address. */
const RECENT_SECONDS = 15 * 60;

/**
 * Whether a vendor is being refused: it was just now, or nothing has been accepted since a refusal that the vendor
 * treats as final. A body that could not be read or was too large (400, 413) says nothing about the next one.
 */
export function isRefusedNow({ at, status, acceptedAt }: RefusalFacts, now: Date): boolean {
  if (now.getTime() - at.getTime() < RECENT_SECONDS * 1_000) return true;
  return status !== 400 && status !== 413 && (!acceptedAt || acceptedAt < at);
}
