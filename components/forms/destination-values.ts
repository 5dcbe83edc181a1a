import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { secretWords } from "./compare-edit";
import type { Settings } from "./edit-form";

export const IDENTIFIER_WORDS: Record<DestinationView["identifierKind"], string> = {
  external_id: "external_id: the customer’s own user ID",
  device_id: "device_id: Braze’s ID of a device",
  external_id_or_device_id: "external_id or device_id: each ID is sent as both",
  alias: "Alias with a label",
};

export const KIND_WORDS: Record<DestinationView["kind"], string> = {
  cohort: "Cohorts",
  attribute: "Custom attributes",
};

/** The values of the destination form while it is filled in. A secret left empty stays unchanged. */
export interface DestinationValues {
  name: string;
  kind: DestinationView["kind"];
  brazeInstance: string;
  identifierKind: DestinationView["identifierKind"];
  aliasLabel: string;
  whoEnters: "us" | "customer";
  dataImportKey: string;
  /** Braze has refused the key, and it is to be saved all the same. */
  savesRefusedKey: boolean;
  restApiKey: string;
  webhookSecret: string;
}

/** The settings of a destination as the forms create and edit them. */
export const DESTINATION = {
  noun: "destination",
  toValues,
  toBody,
  toSaved: (destination) => ({
    ...destination,
    dataImportKey: destination.hasDataImportKey,
    restApiKey: destination.hasRestApiKey,
  }),
  labels: {
    name: "Name",
    kind: "How segments show in Braze",
    brazeInstance: "Braze instance",
    identifierKind: "How users are identified in Braze",
    aliasLabel: "Alias label",
    dataImportKey: "Data Import Key",
    restApiKey: "REST API key",
  },
  wordsOf,
  shown: ["name", "brazeInstance", "aliasLabel", "dataImportKey", "restApiKey", "webhookSecret"],
  secrets: ["dataImportKey", "savesRefusedKey", "restApiKey", "webhookSecret"],
} satisfies Settings<DestinationView, DestinationValues>;

/** The webhook secret that was typed, if any; an edit saves it through a separate path. */
export function enteredWebhookSecret({ whoEnters, webhookSecret }: DestinationValues): string {
  return whoEnters === "us" ? webhookSecret.trim() : "";
}

/** Never a secret. */
function toValues(destination: DestinationView | undefined): DestinationValues {
  return {
    name: destination?.name ?? "Heap segments",
    kind: destination?.kind ?? "cohort",
    brazeInstance: destination?.brazeInstance ?? "",
    identifierKind: destination?.identifierKind ?? "external_id",
    aliasLabel: destination?.aliasLabel ?? "",
    whoEnters: "us",
    dataImportKey: "",
    savesRefusedKey: false,
    restApiKey: "",
    webhookSecret: "",
  };
}

function toBody(values: DestinationValues, destination: DestinationView | undefined) {
  const { name, kind, brazeInstance, identifierKind, aliasLabel } = values;
  const keys = keysOf(values);
  const testsKey = keys[BRAZE_KEYS[kind].field] !== undefined && !values.savesRefusedKey;
  const webhookSecret = destination ? "" : enteredWebhookSecret(values);
  return {
    name,
    brazeInstance,
    identifierKind,
    aliasLabel: identifierKind === "alias" ? aliasLabel : null,
    ...(!destination && { kind }),
    ...keys,
    ...(testsKey && { testsKey }),
    ...(webhookSecret && { webhookSecret }),
  };
}

/** The keys that were typed, of those that the kind takes. */
function keysOf(values: DestinationValues): { dataImportKey?: string; restApiKey?: string } {
  const { kind, whoEnters, dataImportKey, restApiKey } = values;
  if (whoEnters === "customer") return {};
  return {
    ...(kind === "cohort" && dataImportKey && { dataImportKey }),
    ...(restApiKey && { restApiKey }),
  };
}

/** For a secret, never its value. */
function wordsOf(field: string, value: unknown): string {
  if (field === "kind") return KIND_WORDS[value as DestinationView["kind"]];
  if (field === "identifierKind") return IDENTIFIER_WORDS[value as DestinationView["identifierKind"]];
  if (field === "aliasLabel") return typeof value === "string" ? value : "None";
  if (field === "dataImportKey" || field === "restApiKey") return secretWords(value);
  return String(value);
}
