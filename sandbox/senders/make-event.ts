import { EVENT_TEMPLATES, UNKNOWN_TYPES } from "./event-templates";
import type { Random } from "./random";

/** What must become of an event: sent on to Heap, left out because it names nobody, or set aside as unusable. */
export type ExpectedOutcome = "forward" | "filtered" | "quarantined";

/** Any JSON value: a Current may carry things that are not events. */
export type MadeEvent = { body: unknown; id: string | null; type: string; expected: ExpectedOutcome };

/** Which of Braze's two ids the source uses as Heap identity. */
export type IdentityField = "external_user_id" | "user_id";

/** Shares of odd events, each from 0 to 1; the rest is ordinary. */
export type EventMix = { anonymous: number; placeholder: number; malformed: number; unknownType: number };

export const DEFAULT_MIX: EventMix = {
  anonymous: 0.06,
  placeholder: 0.03,
  malformed: 0.01,
  unknownType: 0.03,
};

/** Events happen up to this long before they are sent: devices that were offline report late. */
const OLDEST_SECONDS = 3 * 24 * 3_600;
/** Longest identity Heap takes (Identify page), so one more character must not reach it. */
const IDENTITY_LIMIT = 255;

const BAD_IDENTITIES = [
  "[REDACTED]",
  "undefined",
  "null",
  "",
  "   ",
  "x".repeat(IDENTITY_LIMIT + 1),
] as const;

export type EventSettings = {
  identityField: IdentityField;
  userCount: number;
  mix: EventMix;
  nowSeconds: number;
};

/**
 * Makes one event of a random kind. Odd kinds are unambiguous, so that every reasonable reading classifies them
 * alike.
 */
export function makeEvent(random: Random, settings: EventSettings): MadeEvent {
  const { anonymous, placeholder, malformed, unknownType } = settings.mix;
  const draw = random.fraction();

  if (draw < malformed) return makeMalformed(random, settings);
  if (draw < malformed + anonymous) return makeAnonymous(random, settings);
  if (draw < malformed + anonymous + placeholder) {
    // "Send Test Events" fills a field with the field's own name.
    const identity = random.pick([...BAD_IDENTITIES, settings.identityField]);
    return makeOrdinary(random, settings, identity, "quarantined");
  }

  const made = makeOrdinary(random, settings, `user-${random.below(settings.userCount)}`, "forward");
  if (draw < malformed + anonymous + placeholder + unknownType) {
    const type = random.pick(UNKNOWN_TYPES);
    return { ...made, type, body: { ...made.body, event_type: type } };
  }
  return made;
}

function makeOrdinary(
  random: Random,
  settings: EventSettings,
  identity: string | null,
  expected: ExpectedOutcome,
) {
  const template = random.pick(EVENT_TEMPLATES);
  const id = random.uuid();
  const user: Record<string, unknown> = { user_id: random.hex(24), external_user_id: identity };
  // The other id must not rescue or spoil the event: only the configured one counts.
  if (settings.identityField === "user_id") {
    user.user_id = identity;
    user.external_user_id = `other-${random.hex(6)}`;
  }
  if (template.userKeys.includes("device_id")) user.device_id = random.uuid();
  if (template.userKeys.includes("timezone")) user.timezone = "Europe/Lisbon";

  const body = {
    event_type: template.type,
    id,
    time: settings.nowSeconds - random.below(OLDEST_SECONDS),
    user,
    properties: template.properties(random),
  };
  return { body, id, type: template.type, expected };
}

/** No identity: the key is null or missing, or the whole user is empty. Braze documents neither. */
function makeAnonymous(random: Random, settings: EventSettings): MadeEvent {
  const made = makeOrdinary(random, settings, null, "filtered");
  const { [settings.identityField]: _, ...withoutIdentity } = made.body.user;
  const user = random.pick([made.body.user, withoutIdentity, {}]);
  return { ...made, body: { ...made.body, user } };
}

function makeMalformed(random: Random, settings: EventSettings): MadeEvent {
  const { body } = makeOrdinary(random, settings, "user-malformed", "quarantined");
  const { id: _, ...withoutId } = body;
  const { event_type: __, ...withoutType } = body;
  const broken = random.pick<unknown>([
    null,
    "not an event",
    42,
    [],
    withoutId,
    { ...body, id: [7] },
    withoutType,
  ]);
  const id = broken === withoutType ? body.id : null;
  return { body: broken, id, type: "(malformed)", expected: "quarantined" };
}
