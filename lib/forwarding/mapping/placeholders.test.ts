import { describe, expect, it } from "vitest";
import { isPlaceholderIdentity } from "@/lib/forwarding/mapping/placeholders";

describe("placeholders are never mistaken for a person", () => {
  it.each([
    ...[
      "[REDACTED]",
      "undefined",
      "Null",
      "GUEST",
      "external_user_id",
      "0",
      "-1",
      "none",
      "Anonymous",
      "unknown",
    ],
    ...[
      "n/a",
      "NaN",
      "true",
      "FALSE",
      "test",
      "[object Object]",
      "00000000-0000-0000-0000-000000000000",
      "0.0",
    ],
    ...["639a35d192b0df004d06514c", "0123456789abcdef01234567", "000000"],
  ])("%s is one", (identity) => {
    expect(isPlaceholderIdentity(identity)).toBe(true);
  });

  it.each([
    ...["ada", "null-island@example.org", "user-1", "constructor", "10", "1", "test-7", "007", "-7"],
    ...["00000000-0000-0000-0000-000000000001", "true@example.org", "__proto__"],
  ])("%s is not", (identity) => {
    expect(isPlaceholderIdentity(identity)).toBe(false);
  });

  it("a source may add and allow some, in upper or lower case, but never allow what Braze puts for a removed field", () => {
    const rules = { placeholders: ["house account"], allowedIdentities: ["test", "0", "[redacted]"] };
    expect(isPlaceholderIdentity("House Account", rules)).toBe(true);
    expect(isPlaceholderIdentity("TEST", rules)).toBe(false);
    expect(isPlaceholderIdentity("0", rules)).toBe(false);
    expect(isPlaceholderIdentity("00", rules)).toBe(true);
    expect(isPlaceholderIdentity("[REDACTED]", rules)).toBe(true);
  });
});
