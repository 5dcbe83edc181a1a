import { handle } from "@/app/api/v1/handle";
import { changePassword, passwordChange, passwordChangeView } from "@/lib/team/users/change-password";

export const POST = handle({
  summary: "Change your password",
  description: "For signed-in people, not API keys. It ends all your sessions.",
  role: "viewer",
  body: passwordChange,
  answer: passwordChangeView,
  run: (ctx, { body, address }) => changePassword(ctx, body, address),
});
