import { handle } from "@/app/api/v1/handle";
import {
  allowConnection,
  connectionInput,
  connectionView,
} from "@/lib/team/provider-identities/allow-connection";

export const POST = handle({
  summary: "Allow connecting single sign-on",
  description:
    "For signed-in people, not API keys. The person who then signs in at the provider in the same browser is connected to your account.",
  role: "viewer",
  body: connectionInput,
  answer: connectionView,
  run: (ctx, { body, address }) => allowConnection(ctx, body, address),
});
