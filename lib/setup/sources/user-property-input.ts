import { z } from "zod";
import { lookUpInput, textInput } from "@/lib/kernel/api/text-input";
import { eventTypeInput } from "@/lib/vendors/braze/event-type-input";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";

/** Most rules of a source; our choice, as each event is compared with all of them. */
const MAX_RULES = 50;
const MAX_NAME_LENGTH = 200;
const MAX_TEMPLATE_LENGTH = 2_000;

/** What a person writes around the names of properties that are there already. */
const invented = textInput(MAX_NAME_LENGTH);

/** Names that Heap does not allow for a user property (docs/contracts/heap-track.md). */
export function isReservedUserProperty(name: string): boolean {
  return /^(id|user_id)$/i.test(name);
}

/** Whether a name looks like Heap's own `email` without being it, so that Heap would not take it as that. */
export function isAlmostEmail(name: string): boolean {
  return name !== "email" && name.toLowerCase() === "email";
}

/** Which value of an event becomes which property of its user in Heap. */
export const userPropertyRule = z.strictObject({
  /** Only events of this type; null for all. */
  eventType: eventTypeInput.nullable(),
  /** The property's name in Braze. */
  from: lookUpInput(MAX_TEXT_LENGTH),
  /** The user property's name in Heap. `{name}` is replaced with that property of the event, such as `{channel}`. */
  to: lookUpInput(MAX_TEMPLATE_LENGTH)
    .refine(
      (name) => invented.safeParse(name.replace(/\{[^{}]+\}/g, "x")).success,
      `must be one line of at most ${MAX_NAME_LENGTH} characters, not counting the names in braces`,
    )
    .refine(
      (name) => !isReservedUserProperty(name),
      "must not be id or user_id: Heap does not allow these names",
    )
    .refine(
      (name) => !isAlmostEmail(name),
      "must be “email” in lower case: otherwise Heap does not recognize it",
    ),
  /** Sends the value as Braze has it, although a rule for properties drops or hashes it. */
  inClear: z.boolean(),
});

/** Each name once for each event type. */
export const userProperties = z
  .array(userPropertyRule)
  .max(MAX_RULES, `can have at most ${MAX_RULES}`)
  .refine(
    (rules) =>
      new Set(rules.map(({ eventType, to }) => JSON.stringify([eventType, to]))).size === rules.length,
    "must have each name only once for the same events",
  );

/** What is worth knowing about a user in Heap, for the form to offer. */
export const RECOMMENDED_USER_PROPERTIES: readonly (z.infer<typeof userPropertyRule> & { words: string })[] =
  [
    {
      words: "Email and push subscription",
      eventType: "users.behaviors.subscription.GlobalStateChange",
      from: "subscription_status",
      to: "braze_{channel}_subscription",
      inClear: false,
    },
    {
      words: "Subscription groups",
      eventType: "users.behaviors.subscriptiongroup.StateChange",
      from: "subscription_status",
      to: "braze_group_{subscription_group_id}",
      inClear: false,
    },
    { words: "Email address", eventType: null, from: "email_address", to: "email", inClear: true },
    { words: "Phone number", eventType: null, from: "phone_number", to: "phone", inClear: true },
  ];
