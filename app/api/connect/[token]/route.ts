import { type SecretLinkRequest, secretLink } from "@/app/api/secret-link";
import { nudgeAlerts, nudgeCustomer } from "@/inngest/nudge";
import { type EnteredSecrets, enteredView, enterSecrets } from "@/lib/cohorts/destinations/enter-secrets";
import {
  type ActiveConnectLink,
  lookUpConnectLink,
} from "@/lib/setup/connect-links/find-active-connect-link";

/** Takes what the customer entered on the page of a connect link. */
export const POST = secretLink({
  path: "/api/connect/[token]",
  answer: enteredView,
  find: lookUpConnectLink,
  run: async ({ link, token, body }: SecretLinkRequest<ActiveConnectLink, EnteredSecrets>) => {
    const entered = await enterSecrets({ link, token }, body);
    if (entered.isSaved) {
      nudgeAlerts(link.customerId);
      await nudgeCustomer(link.customerId);
    }
    return entered;
  },
});
