import { counted } from "@/lib/kernel/words";
import { type AddressKind, isAddressKind, isFit } from "@/lib/vendors/braze/address-forms";
import type { IdentifierKind } from "@/prisma/generated/enums";
import type { MatchView } from "./match-check-view";

/**
 * A measured share in words, such as `Braze knows 171 of 200 sampled IDs: 85.5% (80.0 to 89.7%)`. Without the interval where
 * everybody was asked.
 */
export function matchSentence({ known, sampled, share, low, high }: MatchView): string {
  const interval = low === high ? "" : ` (${percent(low)} to ${percent(high)}%)`;
  return `Braze knows ${known} of ${counted(sampled, "sampled ID")}: ${percent(share)}%${interval}`;
}

/** A share in per cent with one decimal, all and none without; never rounded up to all or down to none. */
export function percent(share: number): string {
  const rounded = Math.round(share * 1_000) / 10;
  if (share < 1 && rounded === 100) return "99.9";
  if (share > 0 && rounded === 0) return "0.1";
  return rounded === 100 || rounded === 0 ? String(rounded) : rounded.toFixed(1);
}

export type MatchLevel = "good" | "fair" | "low";

/** From here on a share is as good as it gets: there are always a few users too new for Braze. */
const GOOD_SHARE = 0.95;
/** Below this, something is probably set up wrong. */
const LOW_SHARE = 0.7;

/** Decides how good a share is. */
export function matchLevel({ share }: Pick<MatchView, "share">): MatchLevel {
  if (share >= GOOD_SHARE) return "good";
  return share >= LOW_SHARE ? "fair" : "low";
}

/** A kind of id that suggests why Braze may not know it. */
interface Look {
  test: { test: (id: string) => boolean };
  /** Of several ids, and of one. */
  words: readonly [string, string];
  hint: string;
}

const PLACEHOLDERS: Look = {
  test: /^(undefined|null|none|n\/a|\[redacted\]|anonymous|unknown|-)$/i,
  words: ["are placeholders rather than IDs", "is a placeholder rather than an ID"],
  hint: "The app sets Heap’s identity before it knows who the user is.",
};

const LOOKS: readonly Look[] = [
  {
    test: /^\s|\s$/,
    words: ["begin or end with a space", "begins or ends with a space"],
    hint: "Braze treats the space as part of the ID.",
  },
  {
    test: /^[^@\s]+@[^@\s]+$/,
    words: ["look like email addresses", "looks like an email address"],
    hint: "Braze IDs are rarely email addresses: the wrong property was probably chosen in Heap.",
  },
  PLACEHOLDERS,
  {
    test: /^\d{14,}$/,
    words: ["are long numbers", "is a long number"],
    hint: "Heap generates IDs like this; your own probably look different.",
  },
  {
    test: /\p{Lu}/u,
    words: ["have capital letters", "has capital letters"],
    hint: "Braze is case-sensitive: compare how the ID is written there.",
  },
];

/** Where ids are addresses, which are kept in one spelling. */
const LOOKS_OF_ADDRESSES: Record<AddressKind, readonly Look[]> = {
  email: [
    PLACEHOLDERS,
    {
      test: { test: (id) => !isFit("email", id) },
      words: ["are not email addresses", "is not an email address"],
      hint: "Such values are not sent to Braze: the wrong property was probably chosen in Heap.",
    },
  ],
  phone: [
    PLACEHOLDERS,
    {
      test: { test: (id) => !isFit("phone", id) },
      words: [
        "are not phone numbers with a plus and the country code",
        "is not a phone number with a plus and the country code",
      ],
      hint: "Such values are not sent to Braze. The property in Heap must contain numbers such as +14155550123.",
    },
  ],
};

/**
 * What to look into when Braze does not know some ids, most telling first. An id counts for the first kind that
 * matches.
 * @param unknownIds the ids of the sample that Braze does not know
 * @param shared how many addresses of it several users have
 */
export function matchAdvice(
  match: Pick<MatchView, "share">,
  unknownIds: readonly string[],
  identifierKind: IdentifierKind | null,
  shared = 0,
): string[] {
  const level = matchLevel(match);
  const several = shared > 0 ? [sharedWords(shared)] : [];
  if (unknownIds.length === 0) {
    return shared > 0 ? several : ["Nothing to do: Braze knows every ID that was checked."];
  }

  const kind = identifierKind ?? "external_id";
  const possible = isAddressKind(kind) ? LOOKS_OF_ADDRESSES[kind] : LOOKS;
  const looks = possible
    .map(({ words, hint }, place) => {
      const count = unknownIds.filter(
        (id) => possible.findIndex(({ test }) => test.test(id)) === place,
      ).length;
      const [many, one] = words;
      const whose =
        unknownIds.length === 1 ? "The unknown ID" : `${count} of the ${unknownIds.length} unknown IDs`;
      return { count, sentence: `${whose} ${count === 1 ? one : many}. ${hint}` };
    })
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count)
    .map(({ sentence }) => sentence);
  if (level === "good") return [...several, ...looks, NEW_USERS];
  return [...several, ...looks, WRONG_PROPERTY[kind], NEW_USERS];
}

function sharedWords(shared: number): string {
  const [belong, their] = shared === 1 ? ["belongs", "It"] : ["belong", "Each"];
  return `${counted(shared, "checked address", "checked addresses")} ${belong} to several users in Braze. ${their} reaches only one of them, and not always the same one: merge these users in Braze, or identify users by external ID.`;
}

const NEW_USERS =
  "Users that Braze has not seen yet are unknown: Tributary does not create users in Braze; it only marks users that Braze already has. Once Braze has seen them, they are added when Heap sends them again, or by a resync.";

const WRONG_PROPERTY: Record<IdentifierKind, string> = {
  external_id:
    "Compare an unknown ID with the same user’s external ID in Braze. If they differ, choose another property for the user ID in Heap’s integration, or another identifier here.",
  device_id:
    "A device ID stops counting once Braze knows whose device it is: if your users sign in, identify them by external ID.",
  external_id_or_device_id:
    "Each unknown ID was looked up as an external ID and as a device ID. Compare one with the same user in Braze. If it is neither, choose another property for the user ID in Heap’s integration.",
  email:
    "Compare one unknown address with the same user’s email address in Braze. If they differ, choose another property for the user ID in Heap’s integration, or another identifier here.",
  phone:
    "Compare one unknown number with the same user’s phone number in Braze, with its plus and the country code. If they differ, choose another property for the user ID in Heap’s integration, or another identifier here.",
  alias: "Check that the alias label is written in Braze exactly as it is here.",
};

/** Why a check should be made now; null if there is no reason. */
export type CheckReason =
  | "never_checked"
  | "identifier_changed"
  | "size_changed"
  | "looks_small"
  | "low"
  | null;

/** Twice or half as many members since then: the check measured a different crowd. */
const SIZE_FACTOR = 2;
/** When less than this part of the wanted members was sent, with nothing owed, the cohort looks small. */
const SMALL_PART = 0.9;

/** Decides whether to suggest a match check for a segment, and why. */
export function suggestCheck(segment: {
  wanted: number;
  acked: number;
  owed: number;
  lastMatch: { share: number; population: number; isOutdated: boolean } | null;
}): CheckReason {
  const { wanted, acked, owed, lastMatch } = segment;
  if (wanted === 0) return null;
  if (!lastMatch) return "never_checked";
  if (lastMatch.isOutdated) return "identifier_changed";
  if (owed === 0 && acked < wanted * SMALL_PART) return "looks_small";
  if (wanted > lastMatch.population * SIZE_FACTOR || wanted < lastMatch.population / SIZE_FACTOR) {
    return "size_changed";
  }
  return matchLevel(lastMatch) === "low" ? "low" : null;
}
