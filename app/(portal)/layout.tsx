import type { ReactNode } from "react";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { ActorProvider } from "@/components/data/use-actor";
import { SessionEnded } from "./session-ended";
import { SideNav } from "./side-nav";
import { TopBar } from "./top-bar";

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { id, name, role } = await requirePageActor();
  return (
    <ActorProvider actor={{ id, name, role }}>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:left-4 focus:top-3 focus:z-50 focus:bg-surface focus:px-3 focus:py-1.5"
      >
        Skip to content
      </a>
      <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
        <SideNav />
        <div className="min-w-0">
          <TopBar />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto max-w-[1240px] px-4 py-6 focus:outline-none sm:px-6"
          >
            {children}
          </main>
        </div>
      </div>
      <SessionEnded />
    </ActorProvider>
  );
}
