/**
 * Texts in place of an identity. Sending one to Heap would permanently merge all users who carry it.
 * - `[REDACTED]`: what Braze puts in a field the customer chose to remove
 *   (https://www.braze.com/docs/user_guide/data/distribution/braze_currents/setting_up_currents/)
 * - `undefined`, `null`, `user`, `guest`: the ones Heap warns about (https://developers.heap.io/docs/using-identify)
 * - names of the id fields themselves: what Braze's sample and test events carry
 *   (github.com/Appboy/currents-examples)
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

/** Whether an identity is a placeholder, in upper or lower case. The caller trims it. */
export function isPlaceholderIdentity(identity: string): boolean {
  return PLACEHOLDER_IDENTITIES.has(identity.toLowerCase());
}
