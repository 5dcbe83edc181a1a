import { handle } from "@/app/api/v1/handle";
import { changePassword, passwordChange, passwordChangeView } from "@/lib/users/change-password";

export const POST = handle({
  body: passwordChange,
  answer: passwordChangeView,
  run: (ctx, { body, address }) => changePassword(ctx, body, address),
});
