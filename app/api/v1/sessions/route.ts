import { handle } from "@/app/api/v1/handle";
import { listSessions, sessionListInput } from "@/lib/team/sessions/list-sessions";
import { sessionPage } from "@/lib/team/sessions/session-view";

export const GET = handle({
  summary: "List sessions",
  description: "Where people are signed in with a browser. Your own, or everyone’s if you are an admin.",
  role: "viewer",
  query: sessionListInput,
  answer: sessionPage,
  run: (ctx, { query }) => listSessions(ctx, query),
});
