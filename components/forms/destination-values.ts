import type { DestinationView } from "@/lib/setup/destinations/destination-view";

/** What the destination form holds while it is filled in. A secret that is left empty stays as it is. */
export interface DestinationValues {
  name: string;
  brazeInstance: string;
  identifierKind: DestinationView["identifierKind"];
  aliasLabel: string;
  whoEnters: "us" | "customer";
  dataImportKey: string;
  restApiKey: string;
  webhookSecret: string;
}

/** The form's values for a destination as it is, or for a new one; never a secret. */
export function destinationValues(destination: DestinationView | undefined): DestinationValues {
  return {
    name: destination?.name ?? "Heap segments",
    brazeInstance: destination?.brazeInstance ?? "",
    identifierKind: destination?.identifierKind ?? "external_id",
    aliasLabel: destination?.aliasLabel ?? "",
    whoEnters: "us",
    dataImportKey: "",
    restApiKey: "",
    webhookSecret: "",
  };
}

/** What to send to the API, without the webhook secret. */
export function destinationBody(values: DestinationValues) {
  const { name, brazeInstance, identifierKind, aliasLabel, whoEnters, dataImportKey, restApiKey } = values;
  const isOurs = whoEnters === "us";
  return {
    name,
    brazeInstance,
    identifierKind,
    aliasLabel: identifierKind === "alias" ? aliasLabel : null,
    ...(isOurs && dataImportKey && { dataImportKey }),
    ...(isOurs && restApiKey && { restApiKey }),
  };
}
