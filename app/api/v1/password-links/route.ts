import { handleOpen } from "@/app/api/v1/handle-open";
import { redeemLink, redemptionInput, redemptionView } from "@/lib/team/users/redeem-link";

// The token comes in the body, so that no server logs it with the address.
export const POST = handleOpen({
  summary: "Set a password with a one-time link",
  description: "The token is the end of the link's address. It needs no sign-in.",
  body: redemptionInput,
  answer: redemptionView,
  run: ({ body, address }) => redeemLink(body, address),
});
