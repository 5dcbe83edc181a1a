import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readPageActor } from "@/app/api/auth/page-actor";
import { FormProblem } from "@/components/forms/form-problem";
import { env } from "@/lib/kernel/env";
import { portalUrl } from "@/lib/kernel/own-addresses";
import { AccountFrame } from "./account-frame";
import { ownPath } from "./own-path";
import { ProviderButton } from "./provider-button";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

interface Props {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  // Where the person connects the two, as the message says.
  const wanted = error === "has_password" ? "/account" : callbackUrl;
  const returnTo = ownPath(wanted, portalUrl());
  if (await readPageActor()) redirect(returnTo);

  const { OIDC_ISSUER, OIDC_NAME } = env();
  const problem = signInProblem(error, OIDC_NAME);
  return (
    <AccountFrame title="Sign in to Tributary">
      {problem && (
        <div className="mb-4">
          <FormProblem problem={problem} />
        </div>
      )}
      <div className="rounded-lg border border-line bg-surface p-5">
        {OIDC_ISSUER && (
          <>
            <ProviderButton name={OIDC_NAME} returnTo={returnTo} />
            <p className="my-4 text-center text-xs text-ink-soft">or with email and password</p>
          </>
        )}
        <SignInForm returnTo={returnTo} />
      </div>
      <p className="mt-4 text-xs text-ink-soft">
        No account yet, or forgot your password? Ask an admin on your team for a link to set one. The first
        admin’s link was printed when Tributary first started.
      </p>
    </AccountFrame>
  );
}

/** The sign-in page's message for an error code in its address; the codes are ours and next-auth's. */
function signInProblem(code: string | string[] | undefined, provider: string): string | null {
  switch (code) {
    case undefined:
      return null;
    case "not_invited":
      return `You are signed in to ${provider}, but have no account here. Ask an admin on your team to invite the email address you sign in with.`;
    case "disabled":
      return "Your account here is disabled. Ask an admin on your team to enable it.";
    case "no_email":
      return `${provider} did not say which email address is yours, so you could not be recognized. Ask its administrator to share the 'email' claim with Tributary.`;
    case "email_not_verified":
      return `${provider} did not confirm that your email address is yours, so you could not be recognized. Verify it there, then sign in again. If it is verified, ask the operator of Tributary.`;
    case "has_password":
      return `Your account here has a password. Sign in with it once, then connect ${provider} on your account page.`;
    case "other_identity":
      return `The account with your email address is connected to someone else at ${provider}. Ask an admin on your team to disconnect it.`;
    case "unavailable":
      return "Tributary cannot check this right now. Try again in a moment.";
    default:
      return `Signing in with ${provider} did not work. Try again; if it keeps failing, the reason is in Tributary’s log.`;
  }
}
