import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { endedSessionView, endSession } from "@/lib/team/sessions/end-session";

export const POST = handle({
  summary: "End a session",
  description: "Your own, or anyone’s if you are an admin. It ends at once.",
  role: "viewer",
  params: { sessionId: z.uuid() },
  answer: endedSessionView,
  run: (ctx, { params }) => endSession(ctx, params),
});
