import type { Violations } from "../violations";

/** Segment's Heap connector requires at least 8 characters; Heap's own page is silent. */
const MINIMUM_KEY_LENGTH = 8;
/** Heap's page says "fewer than 1024" for property values, but its official clients allow exactly 1024. */
const DOUBTFUL_TEXT_LENGTH = 1_024;
/** Identities that merge strangers into one Heap user (Using Identify page), and the marks that redaction leaves. */
const SHARED_IDENTITIES = new Set(["undefined", "null", "user", "guest", "[REDACTED]"]);

/** Records what Heap would accept silently although it is very likely wrong. */
export function noteEventViolations(violations: Violations, event: Record<string, unknown>): void {
  const { identity, idempotency_key: key, properties } = event;

  if (typeof identity === "string") {
    if (SHARED_IDENTITIES.has(identity)) violations.record("shared_identity", identity);
    if (identity !== identity.trim()) violations.record("untrimmed_identity", identity);
  }

  if (key === undefined) violations.record("no_idempotency_key", String(event.event));
  else if (typeof key === "string" && key.length < MINIMUM_KEY_LENGTH) {
    violations.record("short_idempotency_key", key);
  }

  for (const [name, value] of Object.entries(properties ?? {})) {
    if (typeof value === "string" && value.length === DOUBTFUL_TEXT_LENGTH) {
      violations.record("value_of_1024_characters", name);
    }
  }
}
