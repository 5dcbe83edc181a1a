import type { EventSettings, ExpectedOutcome, MadeEvent } from "../senders/make-event";
import type { Random } from "../senders/random";
import { type Field, WORLD_TYPES, type WorldType } from "./event-types";
import { hashed, largeValue, ordinaryValue, REDACTED } from "./fill-field";

/**
 * How the fields of an event are filled: all of them; the optional ones null or missing; texts redacted, hashed, or at the edges of JSON; a time
 * ahead or long past.
 */
export const WORLD_FORMS = [
  "full",
  "null",
  "missing",
  "redacted",
  "hashed",
  "large",
  "future",
  "past",
] as const;
type WorldForm = (typeof WORLD_FORMS)[number];

/** How many events show every type in every form once. */
export const WORLD_SIZE = WORLD_TYPES.length * WORLD_FORMS.length;

/** Messages about a user, and no event of one: never sent to Heap, whatever else is in them. */
const ABOUT_USERS: ReadonlySet<string> = new Set(["users.UserDeleteRequest", "users.UserOrphan"]);

const WEEK_SECONDS = 7 * 24 * 3_600;
const FIVE_YEARS_SECONDS = 5 * 365 * 24 * 3_600;

/** The event at a place of the world: its types take turns, and after each round the form changes. */
export function worldEvent(random: Random, settings: EventSettings, place: number): MadeEvent {
  const type = WORLD_TYPES[place % WORLD_TYPES.length] ?? WORLD_TYPES[0];
  const form = WORLD_FORMS[Math.floor(place / WORLD_TYPES.length) % WORLD_FORMS.length] ?? "full";
  if (!type) throw new Error("the world has no event types");
  return makeWorldEvent(random, settings, type, form);
}

/** One event of a type in a form, and what must become of it with the plain settings of a source. */
function makeWorldEvent(
  random: Random,
  settings: EventSettings,
  { type, userKeys, fields }: WorldType,
  form: WorldForm,
): MadeEvent {
  const { identityField } = settings;
  const identity = identityOf(form, `user-${random.below(settings.userCount)}`);
  const names = userKeys.includes(identityField);
  const user = Object.fromEntries(
    userKeys.map((key) => [key, key === identityField ? identity : otherId(random, form, key)]),
  );
  const expected = expectedOf(type, form, names);
  const id = random.uuid();
  return {
    id,
    type,
    expected,
    body: {
      id,
      event_type: type,
      time: settings.nowSeconds + offsetSeconds(form, expected),
      user: form === "missing" ? withoutNull(user) : user,
      properties: Object.fromEntries(fields.flatMap((field) => fill(random, field, form))),
    },
  };
}

function expectedOf(type: string, form: WorldForm, namesPerson: boolean): ExpectedOutcome {
  if (ABOUT_USERS.has(type) || !namesPerson) return "filtered";
  return form === "redacted" || form === "future" ? "quarantined" : "forward";
}

/** Only an event that would be forwarded is put ahead: of the others it is not said which rule comes first. */
function offsetSeconds(form: WorldForm, expected: ExpectedOutcome): number {
  if (form === "future" && expected === "quarantined") return WEEK_SECONDS;
  return form === "past" ? -FIVE_YEARS_SECONDS : -1;
}

function identityOf(form: WorldForm, identity: string): string {
  if (form === "redacted") return REDACTED;
  return form === "hashed" ? hashed(identity) : identity;
}

function otherId(random: Random, form: WorldForm, key: string): string | null {
  if (form === "null" || form === "missing") return null;
  if (form === "redacted") return REDACTED;
  if (form === "hashed") return hashed(random.hex(12));
  return key === "timezone" ? "Europe/Lisbon" : `other-${random.hex(12)}`;
}

function withoutNull(user: Record<string, string | null>) {
  return Object.fromEntries(Object.entries(user).filter(([, value]) => value !== null));
}

/** The workspace that sends. It is the same in every event that names it. */
const WORKSPACE = "sandbox-group";

function fill(random: Random, field: Field, form: WorldForm): [string, unknown][] {
  const { name, kind, isRequired } = field;
  if (!isRequired && form === "null") return [[name, null]];
  if (!isRequired && form === "missing") return [];
  if (name === "app_group_id") return [[name, WORKSPACE]];
  if (form === "large") return [[name, largeValue(random, field)]];
  if (kind === "text" && form === "redacted") return [[name, REDACTED]];
  if (kind === "text" && form === "hashed") return [[name, hashed(random.hex(8))]];
  return [[name, ordinaryValue(random, field)]];
}
