import Link from "next/link";
import type { ReactNode } from "react";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { ActorProvider } from "@/components/data/use-actor";
import { ZoneProvider } from "@/components/format/zone";
import { RevertProvider } from "@/components/forms/use-revert";
import { FirstPaint } from "@/components/ui/first-paint";
import { Logo } from "@/components/ui/logo";
import { countCriticalAlerts } from "@/lib/insight/alerts/count-critical-alerts";
import { showMe } from "@/lib/team/users/show-me";
import { criticalCountRead } from "./critical-count-read";
import { NavLinks } from "./nav-links";
import { SessionEnded } from "./session-ended";
import { TopBar } from "./top-bar";
import { UserMenu } from "./user-menu";

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageActor();
  const { id, name, role } = actor;
  const [count, me] = await Promise.all([countCriticalAlerts({ actor }), showMe({ actor })]);
  return (
    <ActorProvider actor={{ id, name, role }}>
      <ZoneProvider timeZone={me.user.timeZone}>
        <FirstPaint reads={[criticalCountRead({}).paint(count)]}>
          <a
            href="#main"
            className="sr-only focus:not-sr-only focus:absolute focus:left-4 focus:top-3 focus:z-50 focus:bg-surface focus:px-3 focus:py-1.5"
          >
            Skip to content
          </a>
          <RevertProvider>
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
          </RevertProvider>
          <SessionEnded />
        </FirstPaint>
      </ZoneProvider>
    </ActorProvider>
  );
}

/** The left side on a wide screen: the pages, and who is signed in. */
function SideNav() {
  return (
    <aside
      aria-label="Tributary"
      className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-surface px-3 py-4 lg:flex"
    >
      <Link href="/" className="mb-5 flex min-h-6 items-center gap-2 px-2.5 font-semibold tracking-tight">
        <Logo />
        Tributary
      </Link>
      <nav aria-label="Portal" className="flex-1">
        <NavLinks />
      </nav>
      <UserMenu />
    </aside>
  );
}
