import type { DestinationView } from "@/lib/setup/destinations/destination-view";

/** A secret of which a destination has one. */
export type SecretField = "dataImportKey" | "restApiKey";

/** Whether a destination has this secret. */
export function isSet(destination: DestinationView, field: SecretField): boolean {
  return field === "dataImportKey" ? destination.hasDataImportKey : destination.hasRestApiKey;
}
