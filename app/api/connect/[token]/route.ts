import { secretLink } from "@/app/api/secret-link";
import { nudgeCustomer } from "@/inngest/nudge";
import { enteredView, enterSecrets } from "@/lib/setup/connect-links/enter-secrets";
import { findLinkCustomer } from "@/lib/setup/connect-links/find-active-connect-link";

/** Takes what the customer entered on the page of a connect link. */
export const POST = secretLink({
  path: "/api/connect/[token]",
  // The verb checks the fields, after it has found the link.
  run: async ({ token, json, address }) => {
    const entered = enteredView.parse(
      await enterSecrets(token, json as Parameters<typeof enterSecrets>[1], address),
    );
    const customerId = entered.isSaved ? await findLinkCustomer(token) : null;
    if (customerId) await nudgeCustomer(customerId);
    return entered;
  },
});
