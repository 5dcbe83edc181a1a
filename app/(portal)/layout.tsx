import Link from "next/link";
import type { ReactNode } from "react";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { Logo } from "@/components/logo";
import { SignOut } from "./sign-out";

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageActor();
  return (
    <div className="min-h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:left-4 focus:top-3 focus:z-10 focus:bg-surface focus:px-3 focus:py-1.5"
      >
        Skip to content
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex h-13 max-w-[1400px] items-center gap-4 px-4 sm:px-6">
          <Link href="/" className="flex items-center gap-2 font-semibold tracking-tight">
            <Logo />
            Tributary
          </Link>
          <div className="ml-auto flex min-w-0 items-center gap-3 text-ink-soft">
            <span className="truncate">
              {actor.name} <span className="hidden sm:inline">· {actor.role}</span>
            </span>
            <SignOut />
          </div>
        </div>
      </header>
      <main id="main" className="mx-auto max-w-[1400px] px-4 py-6 sm:px-6">
        {children}
      </main>
    </div>
  );
}
