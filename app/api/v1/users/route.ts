import { handle } from "@/app/api/v1/handle";
import { invitedUserView, inviteUser } from "@/lib/team/users/invite-user";
import { listUsers, userPage } from "@/lib/team/users/list-users";
import { invitationInput, userListInput } from "@/lib/team/users/user-input";

export const GET = handle({
  summary: "List users",
  role: "viewer",
  query: userListInput,
  answer: userPage,
  run: (ctx, { query }) => listUsers(ctx, query),
});

export const POST = handle({
  summary: "Invite a user",
  description: "The response contains the link they use to choose a password.",
  role: "admin",
  body: invitationInput,
  answer: invitedUserView,
  status: 201,
  run: (ctx, { body }, once) => inviteUser(ctx, body, once),
});
