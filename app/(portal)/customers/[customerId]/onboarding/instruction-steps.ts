import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";

/** One numbered step of the instructions, with the values to enter. */
export interface InstructionStep {
  words: string;
  values?: readonly { label: string; value: string }[];
}

/** More event types than this are not written out: a mail with all of them is too long for some mail programs. */
const MAX_LISTED_TYPES = 20;

/** How the customer sets up the Current in Braze that feeds a source. `url` is the secret address. */
export function brazeSteps(customerName: string, source: SourceView, url: string): InstructionStep[] {
  return [
    {
      words:
        "In Braze, open Integrations > Currents (older dashboards: Partner Integrations > Data Export) and choose Create New Current.",
    },
    {
      words:
        "Choose the custom HTTP connector (Custom Currents Export). Heap Export does as well: it sends the same.",
    },
    {
      words:
        "Give it this integration name, and as contact the e-mail address of somebody who should hear when Braze cannot send.",
      values: [{ label: "Integration name", value: `Tributary for ${customerName}` }],
    },
    { words: "Enter this address as the endpoint URL.", values: [{ label: "Endpoint URL", value: url }] },
    {
      words: source.hasBearerToken
        ? "Enter the bearer token. It comes to you by another way, not in this text."
        : "Leave the bearer token empty.",
    },
    eventStep(source.eventTypes),
    {
      words:
        "Launch the Current (in some dashboards: Start). Braze first tries the address with an empty request; events follow within 5 to 30 minutes.",
    },
    {
      words:
        "Optional: Send Test Events. Braze makes up the users of those events, so they are received and kept out of Heap.",
    },
  ];
}

function eventStep(eventTypes: readonly string[] | null): InstructionStep {
  if (!eventTypes) return { words: "Tick the events to send; all that are sent arrive in Heap." };
  if (eventTypes.length > MAX_LISTED_TYPES) {
    return {
      words: `Tick the ${eventTypes.length} event types we agreed on; others are not forwarded to Heap.`,
    };
  }
  return {
    words: "Tick these events; others are not forwarded to Heap.",
    values: [{ label: "Event types", value: eventTypes.join(", ") }],
  };
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
        "In Heap, open Integrations > Developer Hub and choose Create New Integration. If there is no Developer Hub, ask Heap’s customer success manager to enable it.",
    },
    { words: "Give it this name.", values: [{ label: "Name", value: `Tributary for ${customerName}` }] },
    { words: "Enter this address as the webhook URL.", values: [{ label: "Webhook URL", value: url }] },
    { words: "Leave the OAuth Redirect URL blank." },
    {
      words: "Where Heap asks what you use to identify users, enter this.",
      values: [{ label: "Identifier", value: identifierWords(destination) }],
    },
    {
      words:
        "Save, then choose Reveal webhook secret. Enter the secret in Tributary, or hand it over by another way than mail.",
    },
    {
      words: `Under Data > Segments open each segment to sync, turn the integration on, and choose the user property that holds the ${identifierWords(destination)}.`,
    },
    {
      words:
        "Press Sync Now, or choose a recurring sync (every 4 hours, at most 30 segments). In Braze the cohort shows as a segment filter under Heap Cohorts some minutes later.",
    },
  ];
}

function identifierWords({ identifierKind, aliasLabel }: DestinationView): string {
  if (identifierKind === "alias") return `Braze user alias (label ${aliasLabel ?? ""})`;
  return IDENTIFIER_NAMES[identifierKind];
}

const IDENTIFIER_NAMES: Record<Exclude<DestinationView["identifierKind"], "alias">, string> = {
  external_id: "Braze external ID",
  device_id: "Braze device ID",
  external_id_or_device_id: "Braze external ID or device ID",
};

/** Instructions as plain text, to copy or to mail. */
export function toPlainText(title: string, steps: readonly InstructionStep[]): string {
  const lines = steps.flatMap(({ words, values = [] }, index) => [
    `${index + 1}. ${words}`,
    ...values.map(({ label, value }) => `   ${label}: ${value}`),
  ]);
  return [title, "", ...lines].join("\n");
}
