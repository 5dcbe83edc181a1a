import { MAX_ACTIVE_SECRETS } from "@/lib/setup/destinations/webhook-secrets";
import { BRAZE_INSTANCES } from "@/lib/vendors/braze/instances";
import type { DestinationKind } from "@/prisma/generated/enums";
import type { ActiveConnectLink } from "./find-active-connect-link";

/** What the customer's page shows: only this customer's name, where the values go, and which are there. */
export interface ConnectForm {
  customerName: string;
  kind: DestinationKind;
  brazeInstance: string;
  /** Address of the Braze dashboard; null if unknown. */
  brazeDashboard: string | null;
  expiresAt: string;
  hasDataImportKey: boolean;
  hasRestApiKey: boolean;
  hasWebhookSecret: boolean;
  /** False with two active secrets: the team must revoke one before another can be added. */
  takesWebhookSecret: boolean;
}

/** Opens a connect link. Opening changes nothing, so that a mail program's preview does not use it up. */
export function openConnectLink(link: ActiveConnectLink): ConnectForm {
  const { destination } = link;
  const secretCount = destination.webhookSecrets.length;
  return {
    customerName: destination.customer.name,
    kind: destination.kind,
    brazeInstance: destination.brazeInstance,
    brazeDashboard: BRAZE_INSTANCES.find(({ id }) => id === destination.brazeInstance)?.dashboard ?? null,
    expiresAt: link.expiresAt.toISOString(),
    hasDataImportKey: destination.dataImportKeyEnc !== null,
    hasRestApiKey: destination.restApiKeyEnc !== null,
    hasWebhookSecret: secretCount > 0,
    takesWebhookSecret: secretCount < MAX_ACTIVE_SECRETS,
  };
}
