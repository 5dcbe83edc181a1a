import { DESTINATION_LABELS, fieldWords } from "@/lib/kernel/audit/field-words";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import type { Settings } from "./edit-form";

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
  labels: DESTINATION_LABELS,
  wordsOf: fieldWords,
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
