import { hash } from "node:crypto";

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
  // What spreadsheets write for a value that cannot be had.
  ...["#n/a", "#na", "#null!", "#ref!", "#value!", "#name?", "#num!", "#div/0!"],
]);

/** A customer that hashes its ids hashes "nothing" too, and all of those would become one person. */
const HASHED_NOTHING: ReadonlySet<string> = new Set(
  [
    "",
    " ",
    "null",
    "NULL",
    "Null",
    "undefined",
    "none",
    "None",
    "nil",
    "NaN",
    "nan",
    "0",
    "N/A",
    "n/a",
    "[]",
    "{}",
  ].flatMap((nothing) =>
    ["sha256", "sha1", "md5", "sha512"].map((algorithm) => hash(algorithm, nothing, "hex")),
  ),
);

/** Two or more words for nothing in place of the parts of an id: `undefined_undefined`. */
const NOTHINGS = /^(?:undefined|null|none|nil|nan)(?:[ _.:|,/-]{1,9}(?:undefined|null|none|nil|nan))+$/;

/** A template that nobody filled: Liquid's `{{${user_id}}}`, or `${user_id}`. */
const TEMPLATES = [
  ["{{", "}}"],
  ["{%", "%}"],
  ["${", "}"],
] as const;

/** A text in brackets or quotation marks of any kind. */
const WRAPPED = /^[<([{"'](.+)[>)\]}"']$/s;

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

/**
 * Whether an identity is a placeholder and no person, in upper or lower case, in full-width letters, or with characters
 * that do not show. The caller trims it.
 */
export function isPlaceholderIdentity(identity: string, rules: PlaceholderRules = NO_RULES): boolean {
  const lower = identity.toLowerCase();
  const text = comparable(identity);
  const isIn = (texts: readonly string[]) => texts.includes(lower) || texts.includes(text);
  if (NEVER.has(text) || isIn(rules.placeholders)) return true;
  return isUsual(text) && !isIn(rules.allowedIdentities);
}

/** Whether no source may allow it. */
export function isNeverIdentity(identity: string): boolean {
  return NEVER.has(comparable(identity));
}

function isUsual(text: string): boolean {
  if (isWord(text) || HASHED_NOTHING.has(text) || NOTHINGS.test(text) || isTemplate(text)) return true;
  const inner = WRAPPED.exec(text)?.[1];
  return inner !== undefined && isWord(inner.trim());
}

function isTemplate(text: string): boolean {
  return TEMPLATES.some(([start, end]) => {
    const from = text.indexOf(start);
    return from !== -1 && text.includes(end, from + start.length);
  });
}

function isWord(text: string): boolean {
  return USUAL.has(text) || ZEROS.test(text);
}

const PLAIN = /^[\x20-\x7e]*$/;

/** Joiners, marks of direction, fillers and selectors: nothing that would make a placeholder a person. */
const UNSEEN = /\u034f|[\p{Cc}\p{Cf}\u115f\u1160\u2800]|\p{Variation_Selector}/gu;

/** An identity as it is compared, and only compared: in lower case, plain letters for wide ones, without what does not show. */
function comparable(identity: string): string {
  if (PLAIN.test(identity)) return identity.toLowerCase();
  return identity.normalize("NFKC").replace(UNSEEN, "").toLowerCase().trim();
}
