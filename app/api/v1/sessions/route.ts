import { handle } from "@/app/api/v1/handle";
import { listSessions, sessionListInput } from "@/lib/team/sessions/list-sessions";
import { sessionPage } from "@/lib/team/sessions/session-view";

export const GET = handle({
  summary: "List sessions",
  description: "Where people are signed in with a browser. Your own; an admin sees everyone's.",
  role: "viewer",
  query: sessionListInput,
  answer: sessionPage,
  run: (ctx, { query }) => listSessions(ctx, query),
});
