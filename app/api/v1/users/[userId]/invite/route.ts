import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { inviteAgain, invitedUserView } from "@/lib/team/users/invite-user";

export const POST = handle({
  summary: "Invite a user again",
  description: "The earlier link stops working.",
  role: "admin",
  params: { userId: z.uuid() },
  answer: invitedUserView,
  run: (ctx, { params }) => inviteAgain(ctx, params),
});
