import { expect, test } from "vitest";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { wordsOf } from "./name-words";
import { namesAndRulesOf } from "./names-and-rules";

const protectedShape = namesAndRulesOf({ ...PLAIN_MAPPING, protectsPersonalData: true, hashSalt: "a salt" });
const actionOf = (name: string) => protectedShape.rules?.of(name)?.action ?? "keep";

/** How programmers write one name of some words. */
function spellingsOf(words: string): string[] {
  const parts = words.split(" ");
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const camel = parts.map((word, place) => (place === 0 ? word : capital(word))).join("");
  const plain = [
    ...["_", "-", " ", "__", " - "].map((between) => parts.join(between)),
    ...[camel, capital(camel), parts.map(capital).join(" "), parts.map(capital).join("-")],
    parts.join("_").toUpperCase(),
  ];
  const odd = [...plain, ...plain.map((name) => `${name}2`), `${parts.join("_")}_1`];
  return [...odd, ...odd.map((name) => `users.${name}`), `${camel}.value`];
}

const KEPT_FROM_HEAP = [
  ...[
    "email",
    "user email",
    "e mail",
    "mail",
    "email address",
    "contact email",
    "phone",
    "mobile",
    "mobile number",
  ],
  ...[
    "telephone",
    "tel",
    "whatsapp",
    "phone number",
    "first name",
    "last name",
    "full name",
    "customer first name",
  ],
  ...["birthday", "date of birth", "birth date", "push token", "fcm token", "device token", "ip address"],
];
const HASHED = ["device id", "idfa", "idfv", "gaid", "android id", "advertising id", "user device id"];

test.each(KEPT_FROM_HEAP)("%s does not reach Heap, however it is spelled", (words) => {
  for (const name of spellingsOf(words)) expect(actionOf(name), name).toBe("drop");
});

test.each(HASHED)("%s reaches Heap as a hash, however it is spelled", (words) => {
  for (const name of spellingsOf(words)) expect(actionOf(name), name).toBe("hash");
});

test.each([
  ...[
    "email click count",
    "campaign name",
    "mailing id",
    "hotel",
    "to",
    "mobile app version",
    "is mobile",
    "motel",
  ],
  ...["phone model", "device model", "sending ip", "direct mail", "total", "event name", "product name"],
  ...["nickname count", "ship", "email opens", "token", "facebook ad id", "birthday club"],
])("%s reaches Heap as it is, however it is spelled", (words) => {
  for (const name of spellingsOf(words)) {
    expect(actionOf(name), name).toBe("keep");
  }
});

test("a kind of phone is no number, and a rule of the source makes an exception", () => {
  for (const name of ["iPhone", "iphone", "headphones", "smartphone", "from_phone_number"])
    expect(actionOf(name)).toBe("keep");
  const propertyRules = [{ pattern: "userEmail", action: "keep" }] as const;
  const settings = namesAndRulesOf({
    ...PLAIN_MAPPING,
    protectsPersonalData: true,
    hashSalt: "a",
    propertyRules,
  });
  expect(settings.rules?.of("userEmail")).toBeNull();
});

test("without a salt nothing is hashed: what would be is dropped", () => {
  expect(
    namesAndRulesOf({ ...PLAIN_MAPPING, protectsPersonalData: true }).rules?.of("deviceId")?.action,
  ).toBe("drop");
});

test("a name is divided into words at signs and capital letters, without a number at its end", () => {
  expect(wordsOf("userEmail2")).toEqual(["user", "email"]);
  expect(wordsOf("EMail-Address")).toEqual(["e", "mail", "address"]);
  expect(wordsOf("deviceID")).toEqual(["device", "id"]);
  expect(wordsOf("IDFA")).toEqual(["idfa"]);
  expect(wordsOf("__")).toEqual([]);
});
