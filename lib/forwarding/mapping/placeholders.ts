/**
 * Texts that stand where an identity should be. Sending one to Heap would merge every user who carries it, for good.
 * - `[REDACTED]`: what Braze puts in a field the customer chose to remove
 *   (https://www.braze.com/docs/user_guide/data/distribution/braze_currents/setting_up_currents/)
 * - `undefined`, `null`, `user`, `guest`: the ones Heap warns of (https://developers.heap.io/docs/using-identify)
 * - names of the id fields themselves: what Braze's sample and test events carry (github.com/Appboy/currents-examples)
 */
const PLACEHOLDER_IDENTITIES: ReadonlySet<string> = new Set([
  "[redacted]",
  "undefined",
  "null",
  "user",
  "guest",
  "external_user_id",
  "external_id",
  "user_id",
  "device_id",
  "braze_id",
]);

/** Whether an identity is a placeholder, in whatever case it is written. Surrounding spaces are the caller's. */
export function isPlaceholderIdentity(identity: string): boolean {
  return PLACEHOLDER_IDENTITIES.has(identity.toLowerCase());
}
