import { expect, test } from "vitest";
import type { z } from "zod";
import { memberListInput } from "@/lib/cohorts/members/list-members";
import { similarMemberInput } from "@/lib/cohorts/members/list-similar-members";
import { segmentListInput } from "@/lib/cohorts/segments/segment-input";
import { syncListInput } from "@/lib/cohorts/syncs/sync-input";
import { eventListInput } from "@/lib/forwarding/events/event-input";
import { similarIdentityInput } from "@/lib/forwarding/events/list-similar-identities";
import { plainName } from "@/lib/forwarding/mapping/plain-name";
import { readIdentity } from "@/lib/forwarding/mapping/read-identity";
import { identityChangeInput } from "@/lib/forwarding/messages-about-users/list-identity-changes";
import { replayFilterInput, replayPreviewInput } from "@/lib/forwarding/replays/replay-input";
import { storableText } from "@/lib/kernel/storable-text";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import { erasureInput, erasurePreviewInput } from "@/lib/privacy/erasures/erasure-input";
import { typeDecisionInput } from "@/lib/setup/sources/decide-type";
import { newNames } from "@/lib/setup/sources/new-name-input";
import { propertyRules } from "@/lib/setup/sources/property-rule-input";
import { sourceInput } from "@/lib/setup/sources/source-input";
import { userProperties } from "@/lib/setup/sources/user-property-input";
import { readCurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { readMemberList } from "@/lib/vendors/heap/member-list";

/** What the world writes into ids, keys and types: joiners, marks of direction, fillers, line breaks, halves, NUL. */
const SIGNS = [
  ...["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u202e", "\u2066", "\u200f", "\u3164", "\u2800"],
  ...["\ufeff", "\u{e0041}", "\ufe0f", "\u2028", "\u2029", "\n", "\t", "\u0001", "\u0085", "\u00a0", " "],
  ...["\0", "\ud800", "\udc00", "{", "}", "*", ".", "||", "__proto__", "👨‍👩‍👧", "क्‍ष", "علی‌رضا"],
];
const ODD = SIGNS.flatMap((sign) => [sign, `a${sign}b`, `${sign}ab`, `ab${sign}`, sign + sign]).concat(
  ...[254, 255, 256, 400].map((length) => ["x".repeat(length), `${"x".repeat(length - 2)} y`]),
);

const eventWith = (changes: object) => ({
  ...{ id: "e-1", event_type: "users.messages.email.Open", time: 1_790_000_000, user: {}, properties: {} },
  ...changes,
});

function storedIdentity(text: string): string[] {
  const read = readCurrentsEvent(eventWith({ user: { external_user_id: text } }));
  const identity = read.ok ? readIdentity(read.event, "external_user_id") : null;
  return identity && identity.kind !== "none" && identity.text !== "" ? [identity.text] : [];
}

function storedOf(field: "id" | "type", key: string) {
  return (text: string): string[] => {
    const read = readCurrentsEvent(eventWith({ [key]: text }));
    return read.ok ? [read.event[field]] : [];
  };
}

const storedKey = (text: string) => [plainName(storableText(text))].filter((name) => name !== "");

type Input = { of: (text: string) => unknown; schema: z.ZodType };

const source = { name: "n", heapAppId: "1", heapRegion: "us" };

/** By what accepting stores: which inputs look it up. */
const LOOK_UPS: [string, (text: string) => string[] | Promise<string[]>, Input[]][] = [
  [
    "an identity",
    storedIdentity,
    [
      { of: (identity) => ({ identity }), schema: eventListInput },
      { of: (identity) => ({ identity }), schema: identityChangeInput },
      { of: (identity) => ({ identity }), schema: similarIdentityInput },
      { of: (identity) => ({ identity }), schema: erasurePreviewInput },
      { of: (identity) => ({ identity, confirm: `${identity} ` }), schema: erasureInput },
      { of: (identity) => ({ outcome: "forwarded", identity }), schema: replayFilterInput },
      { of: (text) => ({ ...source, placeholders: [text], allowedIdentities: [text] }), schema: sourceInput },
      {
        of: (text) => ({
          outcome: "forwarded",
          mapping: { placeholders: [text], allowedIdentities: [text] },
        }),
        schema: replayPreviewInput,
      },
    ],
  ],
  ["an event id", storedOf("id", "id"), [{ of: (eventId) => ({ eventId }), schema: eventListInput }]],
  [
    "an event type",
    storedOf("type", "event_type"),
    [
      { of: (type) => ({ type }), schema: eventListInput },
      { of: (type) => ({ outcome: "filtered", type }), schema: replayFilterInput },
      { of: (type) => ({ ...source, eventTypes: [type] }), schema: sourceInput },
      { of: (type) => ({ type, decision: "drop" }), schema: typeDecisionInput },
      { of: (from) => [{ from, to: "New" }], schema: newNames },
      {
        of: (eventType) => [{ eventType, from: "a", to: "New", inClear: false }],
        schema: userProperties,
      },
    ],
  ],
  [
    "a property's name",
    storedKey,
    [
      { of: (pattern) => [{ pattern, action: "drop" }], schema: propertyRules },
      { of: (from) => [{ from, to: "New" }], schema: newNames },
      { of: (from) => [{ eventType: null, from, to: "New", inClear: false }], schema: userProperties },
    ],
  ],
  [
    "a user key",
    async (text) => [...((await readMemberList([{ id: text }]))?.ids ?? [])],
    [
      { of: (userKey) => ({ userKey }), schema: memberListInput },
      { of: (userKey) => ({ userKey }), schema: similarMemberInput },
      { of: (identity) => ({ identity }), schema: erasurePreviewInput },
    ],
  ],
  [
    "a segment's name",
    (text) => [trimUnseen(storableText(text))].filter((name) => name !== "" && name.length <= 200),
    [
      { of: (q) => ({ q }), schema: segmentListInput },
      { of: (q) => ({ q }), schema: syncListInput },
    ],
  ],
];

test.each(LOOK_UPS)(
  "%s that is stored is taken by every input that looks one up, unchanged",
  async (what, store, inputs) => {
    for (const odd of ODD) {
      for (const text of await store(odd)) {
        for (const { of, schema } of inputs) {
          const read = schema.safeParse(of(text));
          expect(read.error?.issues ?? [], `${what} ${JSON.stringify(text)}`).toEqual([]);
          if (what !== "a segment's name") expect(textsIn(read.data)).toContain(text.toLowerCase());
        }
      }
    }
  },
);

test("a name of a user property may hold the odd name of a property, but nothing odd of its own", () => {
  const rule = (to: string) => [{ eventType: null, from: "a", to, inClear: false }];
  expect(userProperties.safeParse(rule("my_{می\u200cخواهم}")).success).toBe(true);
  expect(userProperties.safeParse(rule("my\u200c_{a}")).success).toBe(false);
});

/** Every text in a value, in lower case: lists of identities are kept so. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value.toLowerCase()];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
