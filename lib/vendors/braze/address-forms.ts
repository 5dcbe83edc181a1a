import type { IdentifierKind } from "@/prisma/generated/enums";

/** Identifiers that several spellings may stand for. For every other kind an id is what it is. */
export type AddressKind = "email" | "phone";

/**
 * An email address as it is kept: no capital letter from A to Z, no white space or control characters, nothing that divides addresses
 * or quotes them. It only refuses what certainly is not an address; whether somebody has it, only Braze can say.
 */
const EMAIL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an address has none of them
  /^[^A-Z@\u0001-\u0020\u007F-\u00A0\u2000-\u200F\u2028-\u202F\u205F\u3000\uFEFF,:;<>()"[\]\\]{1,64}@[^A-Z@\u0001-\u0020\u007F-\u00A0\u2000-\u200F\u2028-\u202F\u205F\u3000\uFEFF,:;<>()"[\]\\.]+([.][^A-Z@\u0001-\u0020\u007F-\u00A0\u2000-\u200F\u2028-\u202F\u205F\u3000\uFEFF,:;<>()"[\]\\.]+)+$/u;

/**
 * A phone number in the form of E.164: a plus, then the country's and the subscriber's digits, at most 15 together, of which the
 * first is no zero. Seven is the fewest in use. Source: https://www.itu.int/rec/T-REC-E.164
 */
const PHONE = /^[+][1-9][0-9]{6,14}$/;

/** What people write between the digits of a phone number. */
const SEPARATORS = /[ \u00A0\u2009\u202F().\u2010-\u2015\u2212/-]/g;

/** For tests: what PostgreSQL gets is the same, sign by sign. */
export const ADDRESS_FORMS = { email: EMAIL, phone: PHONE, separators: SEPARATORS } as const;

const NOT_IN_ADDRESS = String.raw`A-Z@\u0001-\u0020\u007F-\u00A0\u2000-\u200F\u2028-\u202F\u205F\u3000\uFEFF,:;<>()"[\]\\`;

/** The same for PostgreSQL, which reads these regular expressions as JavaScript does. Texts, so that every statement can be checked. */
export const EMAIL_PATTERN = `^[^${NOT_IN_ADDRESS}]{1,64}@[^${NOT_IN_ADDRESS}.]+([.][^${NOT_IN_ADDRESS}.]+)+$`;
export const PHONE_PATTERN = "^[+][1-9][0-9]{6,14}$";
export const PHONE_SEPARATORS = String.raw`[ \u00A0\u2009\u202F().\u2010-\u2015\u2212/-]`;

/** A zero in brackets is dialled within a country only, mostly: nobody can say whether it belongs to the number. */
const NATIONAL_ZERO = /\(0+\)/;

/** Why a member is not sent. It is shown in the place of what Braze says of those that it refuses. */
export const UNFIT_WORDS: Record<AddressKind, string> = {
  email: "Not sent: this is not an email address.",
  phone:
    "Not sent: this is not a phone number with a plus and the country code, such as +14155550123 (E.164 format).",
};

/** Whether an identifier is an address of a person. Pure. */
export function isAddressKind(kind: IdentifierKind): kind is AddressKind {
  return kind === "email" || kind === "phone";
}

/**
 * The one spelling under which an id is kept and sent, so that two spellings are never two members: an email address in lower case (only
 * A to Z; Braze keeps addresses in lower case), a phone number without spaces, dashes, dots, slashes and brackets. What is not an
 * address, and ids of every other kind, stay unchanged. Pure; applying it again changes nothing.
 */
export function normalForm(kind: IdentifierKind, id: string): string {
  if (!isAddressKind(kind)) return id;
  const spelled = kind === "email" ? lowered(id) : NATIONAL_ZERO.test(id) ? id : id.replace(SEPARATORS, "");
  return ADDRESS_FORMS[kind].test(spelled) ? spelled : id;
}

/** Whether an id, in its normal form, can be sent as this kind: others are refused here, without a call. Pure. */
export function isFit(kind: IdentifierKind, id: string): boolean {
  return !isAddressKind(kind) || ADDRESS_FORMS[kind].test(id);
}

/** Between the kind of an address and the address. No id that is kept has it. */
const AFTER_KIND = "\0";

/**
 * What an address is called where ids of all kinds are together, and all spellings of it should be found: no id is called so. Null for
 * what is not an address of this kind. Pure.
 */
export function addressName(kind: AddressKind, id: string): string | null {
  const address = normalForm(kind, id);
  return isFit(kind, address) ? `${kind}${AFTER_KIND}${address}` : null;
}

/** The address that has this name; an id without such a name is returned unchanged. Pure. */
export function idOfName(name: string): string {
  return name.slice(name.indexOf(AFTER_KIND) + 1);
}

/**
 * What must not be kept of Braze's answers, which stay with calls, syncs and alerts: addresses, and numbers also without their plus. None
 * for every other kind. Pure.
 */
export function personalWords(kind: IdentifierKind, ids: readonly string[]): readonly string[] {
  if (!isAddressKind(kind)) return [];
  return kind === "phone" ? ids.map((id) => id.replace(/^[+]/, "")) : ids;
}

function lowered(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
