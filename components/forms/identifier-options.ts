import { IDENTIFIER_WORDS } from "@/lib/kernel/audit/field-words";

/** What Braze does when several users have one email address or phone number. */
export const SEVERAL_USERS =
  "If several users in Braze have the same address or number, Braze may change only one of them, and not always the same one: a user can then keep the attribute after leaving the segment. Choose this only if each user has their own.";

/** How users may be identified in Braze, each with when it is right and what it means. */
export const IDENTIFIER_OPTIONS = [
  {
    value: "external_id",
    title: IDENTIFIER_WORDS.external_id,
    description:
      "The usual choice: the property that Heap sends holds the same ID as the external ID in Braze.",
  },
  {
    value: "device_id",
    title: IDENTIFIER_WORDS.device_id,
    description: "For anonymous users only: Braze ignores a device that belongs to an identified user.",
  },
  {
    value: "external_id_or_device_id",
    title: IDENTIFIER_WORDS.external_id_or_device_id,
    description:
      "For users who start out anonymous, when the property that Heap sends may hold either their device ID or, later, their own ID. Each ID is sent both as an external ID and as a device ID, and Braze uses the one it knows. Each call to Braze then holds at most 500 users instead of 1,000. If Braze refuses either, the user counts as refused.",
  },
  {
    value: "alias",
    title: IDENTIFIER_WORDS.alias,
    description: "When Heap’s ID is stored in Braze as a user alias.",
  },
  {
    value: "email",
    title: IDENTIFIER_WORDS.email,
    description:
      "The property that Heap sends holds the address that the user has in Braze, in upper or lower case. Anything else is refused and not sent.",
  },
  {
    value: "phone",
    title: IDENTIFIER_WORDS.phone,
    description:
      "The property that Heap sends holds the number that the user has in Braze, with a plus and the country code, such as +14155550123 or +1 (415) 555-0123. Anything else is refused and not sent.",
  },
] as const;
