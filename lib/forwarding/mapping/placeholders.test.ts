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
    ...[
      "#N/A",
      "undefined_undefined",
      "null-null",
      "{{$\u{7b}user_id}}}",
      "{{ user.id }}",
      "$\u{7b}user_id}",
      "<external_user_id>",
    ],
    ...[
      "ＮＵＬＬ",
      "nu\u200bll",
      "unde\u00adfined",
      "０",
      "Ｎ／Ａ",
      '"null"',
      "'undefined'",
      "[REDA\u200bCTED]",
    ],
    ...[
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "D41D8CD98F00B204E9800998ECF8427E",
    ],
    ...["da39a3ee5e6b4b0d3255bfef95601890afd80709", "37a6259cc0c1dae299a7866489dff0bd"],
    ...["639a35d192b0df004d06514c", "0123456789abcdef01234567", "000000"],
  ])("%s is one", (identity) => {
    expect(isPlaceholderIdentity(identity)).toBe(true);
  });

  it.each([
    ...["ada", "null-island@example.org", "user-1", "constructor", "10", "1", "test-7", "007", "-7"],
    ...["00000000-0000-0000-0000-000000000001", "true@example.org", "__proto__"],
    ...[
      "علی\u200cرضا",
      "👨\u200d👩\u200d👧",
      "a\u00adb",
      "ＡＤＡ",
      "null_island",
      "{ada}",
      "[1]",
      "#1",
      "none-such",
    ],
    ...["5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5", "<ada>", "nan_goldin", "{}a{}"],
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
