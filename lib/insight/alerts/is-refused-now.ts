import type { RefusalFacts } from "./alert-facts";

/** How long a refusal counts that says nothing about the next request, or that came beside accepted ones. */
const RECENT_SECONDS = 15 * 60;

/**
 * Whether a vendor is being refused. Nothing was accepted since a refusal that the vendor treats as final: yes. A body
 * that could not be read or was too large (400, 413) says nothing about the next one, so it counts for a quarter of an
 * hour only. Once something was accepted, it was a failure that was repeated with success, unless requests were refused
 * again and again beside accepted ones: then two senders share the address, and one of them is wrong.
 */
export function isRefusedNow({ at, status, acceptedAt, againAt }: RefusalFacts, now: Date): boolean {
  const isRecent = (time: Date) => now.getTime() - time.getTime() < RECENT_SECONDS * 1_000;
  if (againAt && isRecent(againAt)) return true;
  if (acceptedAt && acceptedAt >= at) return false;
  return isRecent(at) || (status !== 400 && status !== 413);
}
