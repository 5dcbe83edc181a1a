import type { Settings } from "@/components/forms/edit-form";
import { fieldWords, STATE_WORDS } from "@/lib/kernel/audit/field-words";
import { roundTime } from "@/lib/kernel/words";
import type { CustomerView } from "@/lib/setup/customers/customer-view";

type CustomerState = CustomerView["state"];

/** The states that an edit may set; archiving is a separate action. */
export type OpenState = Exclude<CustomerState, "archived">;

/** Allowed transitions from each state: the server's rule, passed to the screen. */
export type StateSteps = Readonly<Record<CustomerState, readonly CustomerState[]>>;

/** What each state means for the customer. */
export const STATES = [
  {
    value: "onboarding",
    title: STATE_WORDS.onboarding,
    description: "Still being set up. Data already flows through whatever is connected.",
  },
  { value: "live", title: STATE_WORDS.live, description: "In use: events and segments flow." },
  {
    value: "paused",
    title: STATE_WORDS.paused,
    description:
      "Nothing is forwarded and no sync runs. Whatever Braze and Heap send is kept, and sent when the customer is live again.",
  },
];

interface CustomerValues {
  name: string;
  /** Empty for no owner. */
  ownerId: string;
  state: CustomerState;
}

/** The settings of a customer as the form edits them; only the screen knows an owner's name. */
export const CUSTOMER = {
  noun: "customer",
  toValues: (customer) => ({
    name: customer?.name ?? "",
    ownerId: customer?.owner?.id ?? "",
    state: customer?.state ?? "onboarding",
  }),
  // Of an archived customer nothing is edited.
  toBody: ({ name, ownerId, state }) => ({
    name: name.trim(),
    ownerId: ownerId || null,
    state: state as OpenState,
  }),
  toSaved: ({ name, owner, state }) => ({ name, ownerId: owner?.id ?? null, state }),
  labels: { name: "Name", ownerId: "Owner", state: "State" },
  wordsOf: fieldWords,
  shown: ["name", "ownerId"],
  secrets: [],
} satisfies Settings<CustomerView, CustomerValues>;

/** A target in words. */
export function targetWords(seconds: number | null): string {
  return seconds === null ? "No target" : roundTime(seconds);
}
