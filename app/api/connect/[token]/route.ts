import { type SecretLinkRequest, secretLink } from "@/app/api/secret-link";
import { nudgeCustomer } from "@/inngest/nudge";
import { type EnteredSecrets, enteredView, enterSecrets } from "@/lib/cohorts/destinations/enter-secrets";
import { findLinkCustomer } from "@/lib/setup/connect-links/find-active-connect-link";

/** Takes what the customer entered on the page of a connect link. */
export const POST = secretLink({
  path: "/api/connect/[token]",
  answer: enteredView,
  run: async ({ token, body, address }: SecretLinkRequest<EnteredSecrets>) => {
    const entered = await enterSecrets(token, body, address);
    const customerId = entered.isSaved ? await findLinkCustomer(token) : null;
    if (customerId) await nudgeCustomer(customerId);
    return entered;
  },
});
