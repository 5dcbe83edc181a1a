import {
  type EnteredSecrets,
  type EnteredView,
  enterSecrets,
} from "@/lib/cohorts/destinations/enter-secrets";
import { linkOver } from "@/lib/kernel/secrets/secret-link";
import { lookUpConnectLink } from "@/lib/setup/connect-links/find-active-connect-link";

/** For tests: looks the link up and enters the values, as the route does. */
export async function enterByLink(
  token: string,
  entered: EnteredSecrets,
  address: string,
): Promise<EnteredView> {
  const link = await lookUpConnectLink(token, address);
  if (!link) throw linkOver();
  return enterSecrets({ link, token }, entered);
}
