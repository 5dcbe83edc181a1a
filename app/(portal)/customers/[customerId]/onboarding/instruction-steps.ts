import { counted } from "@/lib/kernel/words";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SetupOptions } from "@/lib/setup/setup-options";
import type { SourceView } from "@/lib/setup/sources/source-view";

type CurrentsPage = Readonly<SetupOptions["currentsPage"]>;

/** One numbered step of the instructions, with the values to enter. */
export interface InstructionStep {
  words: string;
  values?: readonly { label: string; value: string }[];
  /** What the screen shows in this step in place of the values, since it is hidden until somebody asks for it. */
  secret?: "address" | "token";
  /** Long lists, folded on screen and whole in the text. */
  lists?: readonly InstructionList[];
}

export interface InstructionList {
  title: string;
  /** Each group with its names: "Email" with "Click", "Open". */
  groups: readonly { group: string; names: readonly string[] }[];
}

/**
 * How the customer sets up the Current in Braze that feeds a source.
 * @param url the secret address
 * @param currentsPage Braze's event types as Braze names them
 */
export function brazeSteps(
  customerName: string,
  source: SourceView,
  url: string,
  currentsPage: CurrentsPage,
): InstructionStep[] {
  return [
    {
      words:
        "In Braze, open Integrations › Currents (older dashboards: Partner Integrations › Data Export) and choose Create New Current.",
    },
    {
      words:
        "Choose the custom HTTP connector (Custom Currents Export). Heap Export works too: it sends the same data.",
    },
    {
      words:
        "Enter this integration name. As the contact email, enter the address of someone to notify when Braze cannot send.",
      values: [{ label: "Integration name", value: `Tributary for ${customerName}` }],
    },
    {
      words: "Enter this address as the endpoint URL.",
      values: [{ label: "Endpoint URL", value: url }],
      secret: "address",
    },
    source.hasBearerToken
      ? { words: "Enter the bearer token. We’ll send you the token separately.", secret: "token" }
      : { words: "Leave the bearer token empty." },
    eventStep(source.eventTypes, currentsPage),
    {
      words:
        "Launch the Current (in some dashboards: Start). Braze first tries the address with an empty request; events follow within 5 to 30 minutes.",
    },
    {
      words:
        "Optional: Send Test Events. The users in those events are made up, so they are received but kept out of Heap.",
    },
  ];
}

function eventStep(eventTypes: readonly string[] | null, currentsPage: CurrentsPage): InstructionStep {
  if (!eventTypes) return { words: "Tick the events to send. All of them arrive in Heap." };
  return {
    words: `Tick these ${counted(eventTypes.length, "event")}; others are not forwarded to Heap.`,
    lists: listsOf(eventTypes, currentsPage),
  };
}

/** The chosen types in the order and under the headings of Braze; types that Braze does not document come last. */
function listsOf(eventTypes: readonly string[], currentsPage: CurrentsPage): InstructionList[] {
  const known = new Set(currentsPage.map(({ type }) => type));
  const others = eventTypes
    .filter((type) => !known.has(type))
    .map((type) => ({ section: "Other events", group: "By type", name: type }));
  const chosen = [...currentsPage.filter(({ type }) => eventTypes.includes(type)), ...others];
  return [...new Set(chosen.map(({ section }) => section))].map((section) => {
    const inSection = chosen.filter((entry) => entry.section === section);
    return {
      title: section,
      groups: [...new Set(inSection.map(({ group }) => group))].map((group) => ({
        group,
        names: inSection.filter((entry) => entry.group === group).map(({ name }) => name),
      })),
    };
  });
}

/** How the customer sets up the segment webhook in Heap that feeds a destination. `url` is the secret address. */
export function heapSteps(
  customerName: string,
  destination: DestinationView,
  url: string,
): InstructionStep[] {
  return [
    {
      words:
        "In Heap, open Integrations › Developer Hub and choose Create New Integration. If there is no Developer Hub, ask your customer success manager at Heap to enable it.",
    },
    { words: "Give it this name.", values: [{ label: "Name", value: `Tributary for ${customerName}` }] },
    {
      words: "Enter this address as the webhook URL.",
      values: [{ label: "Webhook URL", value: url }],
      secret: "address",
    },
    { words: "Leave the OAuth Redirect URL blank." },
    {
      words: "Where Heap asks what you use to identify users, enter this.",
      values: [{ label: "Identifier", value: identifierWords(destination) }],
    },
    {
      words: "Save, then choose Reveal webhook secret. Pass the secret on to us separately, not by email.",
    },
    {
      words: `Under Data › Segments, open each segment to sync, turn the integration on, and choose the user property that holds the ${identifierWords(destination)}.`,
    },
    {
      words: `Press Sync Now, or choose a recurring sync (every 4 hours, at most 30 segments). ${IN_BRAZE[destination.kind]}`,
    },
  ];
}

/** Where the customer sees in Braze that it works. */
const IN_BRAZE: Record<DestinationView["kind"], string> = {
  cohort: "In Braze, the cohort appears as a segment filter under Heap Cohorts a few minutes later.",
  attribute:
    "In Braze, the segment’s attribute appears under the filter Custom Attributes a few minutes later. It is true for users in the segment.",
};

function identifierWords({ identifierKind, aliasLabel }: DestinationView): string {
  if (identifierKind === "alias") return `Braze user alias (label ${aliasLabel ?? ""})`;
  return IDENTIFIER_NAMES[identifierKind];
}

const IDENTIFIER_NAMES: Record<Exclude<DestinationView["identifierKind"], "alias">, string> = {
  external_id: "Braze external ID",
  device_id: "Braze device ID",
  external_id_or_device_id: "Braze external ID or device ID",
  email: "email address that Braze has",
  phone: "phone number that Braze has (with + and the country code)",
};

/** Instructions as plain text, to copy or to mail. */
export function toPlainText(title: string, steps: readonly InstructionStep[]): string {
  const lines = steps.flatMap(({ words, values = [], lists = [] }, index) => [
    `${index + 1}. ${words}`,
    ...values.map(({ label, value }) => `   ${label}: ${value}`),
    ...lists.flatMap(({ title: heading, groups }) => [
      `   ${heading}`,
      ...groups.map(({ group, names }) => `   - ${group}: ${names.join(", ")}`),
    ]),
  ]);
  return [title, "", ...lines].join("\n");
}
