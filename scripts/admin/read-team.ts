import type { UserView } from "@/lib/team/users/user-view";
import { commandLineCtx } from "./actor";

/** Every member of the team, page by page. */
export async function readTeam(): Promise<UserView[]> {
  const { listUsers } = await import("@/lib/team/users/list-users");
  const team: UserView[] = [];
  let cursor: string | undefined;
  do {
    const page = await listUsers(commandLineCtx(), { limit: 100, cursor });
    team.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return team;
}
