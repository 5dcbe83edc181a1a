import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listUsers } from "@/lib/team/users/list-users";
import { userList } from "../reads";
import { Team } from "./team";

export const metadata: Metadata = { title: "Team" };
export const dynamic = "force-dynamic";

/** Who can sign in, and what they can do. */
export default async function TeamPage() {
  const actor = await requirePageActor();
  const firstPage = await listUsers({ actor }, { limit: userList.limit });
  return (
    <FirstPaint reads={[userList({}).paint(firstPage)]}>
      <Team />
    </FirstPaint>
  );
}
