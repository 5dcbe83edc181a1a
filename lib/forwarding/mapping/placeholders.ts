/**
 * Never an identity, whatever a source allows.
 * - `[REDACTED]`: what Braze puts in a field that the customer chose to remove
 *   (https://www.braze.com/docs/user_guide/data/distribution/braze_currents/setting_up_currents/)
 * - the Braze ids of the users in Braze's published samples (github.com/Appboy/currents-examples)
 */
const NEVER: ReadonlySet<string> = new Set([
  "[redacted]",
  "639a35d192b0df004d06514c",
  "0123456789abcdef01234567",
]);

/**
 * Texts in place of an identity. Sending one to Heap would permanently merge all users who carry it.
 * - `undefined`, `null`, `user`, `guest`: the ones Heap warns about (https://developers.heap.io/docs/using-identify)
 * - names of the id fields: what Braze's samples carry (github.com/Appboy/currents-examples)
 * - ids that PostHog refuses because they were found in real data (github.com/PostHog/posthog, illegal ids):
 *   `anonymous`, `none`, `nan`, `true`, `[object Object]` …
 * - what languages and forms write for "nothing"
 */
const USUAL: ReadonlySet<string> = new Set([
  ...["undefined", "null", "user", "guest"],
  ...["external_user_id", "external_id", "user_id", "device_id", "braze_id", "userid", "user-id"],
  ...[
    "anonymous",
    "anon",
    "distinct_id",
    "distinctid",
    "id",
    "email",
    "not_authenticated",
    "[object object]",
  ],
  ...["none", "nil", "nan", "true", "false", "unknown", "n/a", "na", "test", "empty", "-1", "infinity"],
  ...["(null)", "(none)", "<null>", "(not set)", "not set", "undefined undefined", "{}", "[]", '""', "''"],
  ...["ffffffff-ffff-ffff-ffff-ffffffffffff"],
]);

/** Zeros alone, such as `0` or the zero UUID, which iOS gives as advertising id to whoever refuses tracking. */
const ZEROS = /^[-0.]+$/;

/** What a source changes in the usual list, in lower case. */
export interface PlaceholderRules {
  /** Texts that belong to nobody for this source too. */
  placeholders: readonly string[];
  /** Texts that are people for this source although they look like placeholders. */
  allowedIdentities: readonly string[];
}

const NO_RULES: PlaceholderRules = { placeholders: [], allowedIdentities: [] };

/** Whether an identity is a placeholder and no person, in upper or lower case. The caller trims it. */
export function isPlaceholderIdentity(identity: string, rules: PlaceholderRules = NO_RULES): boolean {
  const text = identity.toLowerCase();
  if (NEVER.has(text) || rules.placeholders.includes(text)) return true;
  return (USUAL.has(text) || ZEROS.test(text)) && !rules.allowedIdentities.includes(text);
}

/** Whether no source may allow it. */
export function isNeverIdentity(identity: string): boolean {
  return NEVER.has(identity.toLowerCase());
}
