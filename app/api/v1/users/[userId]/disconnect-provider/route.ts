import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { disconnectProvider } from "@/lib/team/provider-identities/disconnect-provider";
import { userView } from "@/lib/team/users/user-view";

export const POST = handle({
  summary: "Disconnect a user from single sign-on",
  description: "For someone with a new account at the provider. Their sessions end at once.",
  role: "admin",
  params: { userId: z.uuid() },
  answer: userView,
  run: (ctx, { params }) => disconnectProvider(ctx, params),
});
