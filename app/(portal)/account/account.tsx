"use client";

import { useQuery } from "@tanstack/react-query";
import { roleLabel } from "@/app/(portal)/team/roles";
import { FormProblem } from "@/components/forms/form-problem";
import { Card } from "@/components/ui/card";
import { FailedState } from "@/components/ui/failed-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { meRead } from "../reads";
import { SessionTable } from "./session-table";
import { SignInWays } from "./sign-in-ways";
import { TimeZone } from "./time-zone";

/** One's own account: how one signs in, the time zone, and the sessions. */
export function Account({ provider, problem }: { provider: string | null; problem: string | null }) {
  const me = useQuery(meRead({}).options);
  const user = me.data?.user;
  return (
    <>
      <PageHeader
        title="Your account"
        description={user && `${user.name}, ${user.email}, ${roleLabel(user.role)}`}
      />
      {problem && (
        <div className="mb-4">
          <FormProblem problem={problem} />
        </div>
      )}
      {user ? (
        <div className="space-y-4">
          <SignInWays user={user} provider={provider} />
          <TimeZone timeZone={user.timeZone} />
          <Card
            title="Sessions"
            description="Where you are signed in. A session ends after 7 days of inactivity, or 30 days after you sign in."
          >
            <SessionTable userId={user.id} />
          </Card>
        </div>
      ) : me.error ? (
        <FailedState error={me.error} onRetry={() => me.refetch()} />
      ) : (
        <SkeletonRows label="Loading your account" />
      )}
    </>
  );
}
