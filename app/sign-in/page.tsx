import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readPageActor } from "@/app/api/auth/page-actor";
import { Logo } from "@/components/logo";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function SignInPage() {
  if (await readPageActor()) redirect("/");

  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <Logo size={26} />
          <h1 className="text-xl font-semibold tracking-tight">Sign in to Tributary</h1>
        </div>
        <SignInForm />
        <p className="mt-4 text-xs text-ink-soft">
          No account yet? An admin of your team makes one. The first admin&apos;s password was printed when
          Tributary first started.
        </p>
      </div>
    </main>
  );
}
