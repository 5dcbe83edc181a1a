import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { env } from "@/lib/kernel/env";
import { listSessions, sessionListInput } from "@/lib/team/sessions/list-sessions";
import { showMe } from "@/lib/team/users/show-me";
import { meRead, sessionList } from "../reads";
import { Account } from "./account";

export const metadata: Metadata = { title: "Your account" };
export const dynamic = "force-dynamic";

interface Props {
  searchParams: Promise<{ problem?: string | string[] }>;
}

/** How one signs in, and where one is signed in. */
export default async function AccountPage({ searchParams }: Props) {
  const actor = await requirePageActor();
  const { problem } = await searchParams;
  const { OIDC_ISSUER, OIDC_NAME } = env();
  const sessions = sessionList({}, { userId: actor.id });
  const [me, firstPage] = await Promise.all([
    showMe({ actor }),
    listSessions({ actor }, sessionListInput.parse(sessions.query())),
  ]);
  return (
    <FirstPaint reads={[meRead({}).paint(me), sessions.paint(firstPage)]}>
      <Account provider={OIDC_ISSUER ? OIDC_NAME : null} problem={connectionProblem(problem, OIDC_NAME)} />
    </FirstPaint>
  );
}

/** Why the person who came from the provider was not connected. */
function connectionProblem(code: string | string[] | undefined, provider: string): string | null {
  switch (code) {
    case undefined:
      return null;
    case "taken":
      return `The person you signed in as at ${provider} is connected to another account here. Ask an admin on your team to disconnect that account first.`;
    case "other_identity":
      return `Your account is connected to someone else at ${provider}. Ask an admin on your team to disconnect it first.`;
    default:
      return `${provider} could not be connected. Try again.`;
  }
}
