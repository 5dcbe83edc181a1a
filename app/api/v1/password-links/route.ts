import { setDeviceCookie } from "@/app/api/auth/cookies";
import { handleOpen } from "@/app/api/v1/handle-open";
import { redeemLink, redemptionInput, redemptionView } from "@/lib/team/users/redeem-link";

// The token comes in the body, so that no server logs it with the address.
export const POST = handleOpen({
  summary: "Set a password with a one-time link",
  description: "The token is the end of the link’s address. It needs no sign-in.",
  body: redemptionInput,
  answer: redemptionView,
  async run({ body, address, headers }) {
    const redeemed = await redeemLink(body, address);
    // The link has proven whose browser this is: somebody who guesses passwords must not keep them from signing in.
    headers.append("set-cookie", setDeviceCookie(redeemed.email));
    return redeemed;
  },
});
