import { MAX_ACTIVE_SECRETS } from "@/lib/setup/destinations/webhook-secrets";
import { BRAZE_INSTANCES } from "@/lib/vendors/braze/instances";
import { lookUpConnectLink } from "./find-active-connect-link";

/** What the customer's page shows: only this customer's name, where the values go, and which are there. */
export interface ConnectForm {
  customerName: string;
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

/**
 * Opens a connect link. Opening changes nothing, so that a mail program's preview does not use it up.
 * @param address where the request came from
 * @returns null for a link that cannot be used, whatever the reason
 * @throws TributaryError `limit_reached` after too many look-ups from this address
 */
export async function openConnectLink(token: string, address: string): Promise<ConnectForm | null> {
  const link = await lookUpConnectLink(token, address);
  if (!link) return null;

  const { destination } = link;
  const secretCount = destination.webhookSecrets.length;
  return {
    customerName: destination.customer.name,
    brazeInstance: destination.brazeInstance,
    brazeDashboard: BRAZE_INSTANCES.find(({ id }) => id === destination.brazeInstance)?.dashboard ?? null,
    expiresAt: link.expiresAt.toISOString(),
    hasDataImportKey: destination.dataImportKeyEnc !== null,
    hasRestApiKey: destination.restApiKeyEnc !== null,
    hasWebhookSecret: secretCount > 0,
    takesWebhookSecret: secretCount < MAX_ACTIVE_SECRETS,
  };
}
