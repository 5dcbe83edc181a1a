import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { endedSessionView, endSession } from "@/lib/team/sessions/end-session";

export const POST = handle({
  summary: "End a session",
  description: "One's own; an admin ends anybody's. It ends at once.",
  role: "viewer",
  params: { sessionId: z.uuid() },
  answer: endedSessionView,
  run: (ctx, { params }) => endSession(ctx, params),
});
