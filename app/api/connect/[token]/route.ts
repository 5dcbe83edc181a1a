import { secretLink } from "@/app/api/secret-link";
import { enteredView, enterSecrets } from "@/lib/connect-links/enter-secrets";

/** Takes what the customer entered on the page of a connect link. */
export const POST = secretLink({
  path: "/api/connect/[token]",
  // The verb checks the fields, after it has found the link.
  run: async ({ token, json, address }) =>
    enteredView.parse(await enterSecrets(token, json as Parameters<typeof enterSecrets>[1], address)),
});
