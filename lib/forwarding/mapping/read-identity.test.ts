import { describe, expect, it } from "vitest";
import { isPlaceholderIdentity } from "@/lib/forwarding/mapping/read-identity";

describe("placeholders are never mistaken for a person", () => {
  it.each(["[REDACTED]", "undefined", "Null", "GUEST", "external_user_id"])("%s is one", (identity) => {
    expect(isPlaceholderIdentity(identity)).toBe(true);
  });

  it.each(["0", "ada", "null-island@example.org", "user-1", "constructor"])("%s is not", (identity) => {
    expect(isPlaceholderIdentity(identity)).toBe(false);
  });
});
