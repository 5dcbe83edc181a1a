import type { Metadata } from "next";
import { headers } from "next/headers";
import { clientAddress } from "@/app/api/auth/client-address";
import { AccountFrame } from "@/app/sign-in/account-frame";
import { ButtonLink } from "@/components/ui/button";
import { TributaryError } from "@/lib/kernel/errors";
import { MIN_PASSWORD_LENGTH } from "@/lib/team/users/password";
import { showLink } from "@/lib/team/users/redeem-link";
import { SetPasswordForm } from "./set-password-form";

export const metadata: Metadata = { title: "Set your password", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

/** Where a one-time link leads: a person of the team sets their own password. */
export default async function SetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const found = await readLink(token);
  if (!found || "problem" in found) return <NoLink problem={found?.problem} />;

  const { kind, name, email } = found;
  return (
    <AccountFrame title="Set your password">
      <p className="mb-4 text-ink-soft">
        {kind === "invite"
          ? `Welcome, ${name}. Choose the password you will sign in to Tributary with.`
          : `Hello ${name}. An admin on your team reset your password. Choose a new one.`}
      </p>
      <SetPasswordForm token={token} email={email} minLength={MIN_PASSWORD_LENGTH} />
    </AccountFrame>
  );
}

async function readLink(token: string) {
  try {
    return await showLink(token, clientAddress(await headers()));
  } catch (err) {
    if (err instanceof TributaryError && err.code === "limit_reached") return { problem: err.message };
    throw err;
  }
}

function NoLink({ problem }: { problem?: string }) {
  return (
    <AccountFrame title={problem ? "Wait a moment" : "This link no longer works"}>
      <p className="mb-5 text-ink-soft">
        {problem ??
          "It has been used, it expired after 7 days, or it was replaced by a newer one. If you have already set your password, sign in. Otherwise ask an admin on your team for a new link."}
      </p>
      <ButtonLink href="/sign-in">Go to sign-in</ButtonLink>
    </AccountFrame>
  );
}
