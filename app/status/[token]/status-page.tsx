"use client";

import { ApiError } from "@/components/data/call-api";
import { DateTime } from "@/components/format/time-ago";
import { LiveState } from "@/components/ui/live-state";
import { Logo } from "@/components/ui/logo";
import { Addresses } from "./addresses";
import { Alerts } from "./alerts";
import { Checks } from "./checks";
import { DestinationCard } from "./destination-card";
import { HealthBanner } from "./health-banner";
import { LinkOver } from "./link-over";
import { Segments } from "./segments";
import { SourceCard } from "./source-card";
import { Syncs } from "./syncs";
import { useStatus } from "./use-status";

/** The whole page, live: how it is doing, what to do, what flows, what was synced. */
export function StatusPage({ token }: { token: string }) {
  const query = useStatus(token);
  const { data: view, error } = query;
  if (!view || (error instanceof ApiError && error.status === 404)) return <LinkOver />;

  const checks = <Checks view={view} />;
  return (
    <main className="mx-auto w-full max-w-5xl space-y-6 px-4 py-6 sm:py-10 print:max-w-none print:py-0 print:[color-scheme:light]">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <Logo size={28} />
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">
            {view.customerName}
          </h1>
          <p className="text-ink-soft">Heap and Braze, connected by Tributary</p>
        </div>
        <div className="text-xs text-ink-soft sm:text-right">
          <LiveState query={query} />
          <p>
            As of <DateTime value={view.at} />
          </p>
        </div>
      </header>
      <HealthBanner view={view} />
      <Alerts alerts={view.alerts} />
      {!view.isProven && checks}
      <div className="grid gap-4 empty:hidden md:grid-cols-2">
        {view.sources.map((source) => (
          <SourceCard key={source.id} source={source} />
        ))}
        {view.destinations.map((destination) => (
          <DestinationCard key={destination.id} destination={destination} />
        ))}
      </div>
      {view.destinations.length > 0 && <Segments token={token} view={view} />}
      {view.destinations.length > 0 && <Syncs syncs={view.syncs} />}
      <Addresses token={token} endpoints={view.endpoints} />
      {view.isProven && checks}
      <footer className="border-t border-line pt-4 text-xs text-ink-soft">
        Whoever has the address of this page can see it, so pass it on with care.{" "}
        {view.linkExpiresAt ? (
          <>
            It works until <DateTime value={view.linkExpiresAt} />.
          </>
        ) : (
          "It works until the team ends it."
        )}
      </footer>
    </main>
  );
}
