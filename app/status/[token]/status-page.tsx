"use client";

import { CircleCheck, CirclePause, CircleX, Clock, TriangleAlert } from "lucide-react";
import { ApiError } from "@/components/data/call-api";
import { formatNumber } from "@/components/format/format-number";
import { DateTime, TimeAgo } from "@/components/format/time-ago";
import { LiveState } from "@/components/ui/live-state";
import { Logo } from "@/components/ui/logo";
import type { StatusAlert, StatusView } from "@/lib/insight/status/status-view";
import { Addresses } from "./addresses";
import { Checks } from "./checks";
import { DestinationCard } from "./destination-card";
import { History } from "./history";
import { LinkOver } from "./link-over";
import { SegmentRow } from "./segment-row";
import { SourceCard } from "./source-card";
import { Syncs } from "./syncs";
import { useStatus } from "./use-status";

/** The whole page, live: how it is doing, what to do, what flows, what was synced. */
export function StatusPage({ token }: { token: string }) {
  const query = useStatus(token);
  const { data: view, error } = query;
  if (!view || (error instanceof ApiError && error.status === 404)) return <LinkOver />;

  const checks = <Checks view={view} />;
  const ways = [...view.sources, ...view.destinations];
  const isSettled = view.isProven && !ways.some((way) => way.checks.some(({ isFailed }) => isFailed));
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
      {!isSettled && checks}
      <div className="grid gap-4 empty:hidden md:grid-cols-2">
        {view.sources.map((source) => (
          <SourceCard key={source.id} source={source} />
        ))}
        {view.destinations.map((destination) => (
          <DestinationCard key={destination.id} destination={destination} />
        ))}
      </div>
      {ways.length > 0 && <History token={token} />}
      {view.destinations.length > 0 && <Segments token={token} view={view} />}
      {view.destinations.length > 0 && <Syncs syncs={view.syncs} />}
      <Addresses token={token} endpoints={view.endpoints} />
      {isSettled && checks}
      <footer className="border-t border-line pt-4 text-xs text-ink-soft">
        Anyone with this link can see this page, so share it with care.{" "}
        {view.linkExpiresAt ? (
          <>
            It works until <DateTime value={view.linkExpiresAt} />.
          </>
        ) : (
          "It works until the team revokes it."
        )}
      </footer>
    </main>
  );
}

/** Open problems, most urgent first, each with what the customer can do. */
function Alerts({ alerts }: { alerts: readonly StatusAlert[] }) {
  if (alerts.length === 0) return null;
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts" className="mb-2 font-semibold">
        Open issues
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {alerts.map((alert) => (
          <li key={alert.id} className="break-inside-avoid px-4 py-3 [overflow-wrap:anywhere]">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <h3 className="font-medium">{alert.title}</h3>
              <p className="text-xs text-ink-soft">
                opened <TimeAgo value={alert.openedAt} />
              </p>
            </div>
            <p className="mt-0.5 text-ink-soft">{alert.meaning}</p>
            <p className="mt-1">
              <span className="font-medium">What you can do: </span>
              {alert.nextAction}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const LOOKS = {
  healthy: { Icon: CircleCheck, ground: "border-good/30 bg-good-ground", ink: "text-good", word: "Healthy" },
  attention: {
    Icon: TriangleAlert,
    ground: "border-wait/30 bg-wait-ground",
    ink: "text-wait",
    word: "Needs attention",
  },
  failing: { Icon: CircleX, ground: "border-bad/30 bg-bad-ground", ink: "text-bad", word: "Failing" },
  waiting: { Icon: Clock, ground: "border-line bg-raised", ink: "text-ink-soft", word: "Waiting for data" },
  paused: { Icon: CirclePause, ground: "border-line bg-raised", ink: "text-ink-soft", word: "Paused" },
} as const;

/** How it is doing: a word that is read out when it changes, and one sentence. */
function HealthBanner({ view: { health, sentence } }: { view: StatusView }) {
  const { Icon, ground, ink, word } = LOOKS[health];
  return (
    <section aria-label="Health" className={`flex gap-3 rounded-lg border px-4 py-4 ${ground}`}>
      <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${ink}`} />
      <div className="min-w-0">
        <p role="status" className={`text-xs font-medium ${ink}`}>
          {word}
        </p>
        <p className="mt-0.5 text-base font-medium [overflow-wrap:anywhere]">{sentence}</p>
      </div>
    </section>
  );
}

/** The customer's segments: the state of each, and what the link allows to do with it. */
function Segments({ token, view }: { token: string; view: StatusView }) {
  const { segments, canSync, canToggle } = view;
  const all = view.destinations.reduce((total, destination) => total + destination.segments, 0);
  return (
    <section aria-labelledby="segments">
      <h2 id="segments" className="mb-2 font-semibold">
        Segments
      </h2>
      {segments.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong px-4 py-5 text-ink-soft">
          No segments from Heap yet. In Heap, turn the integration on for a segment and press Sync Now.
        </p>
      ) : (
        <ul aria-label="Segments" className="divide-y divide-line rounded-lg border border-line bg-surface">
          {segments.map((segment) => (
            <SegmentRow key={segment.id} {...{ token, segment, canSync, canToggle }} />
          ))}
        </ul>
      )}
      {all > segments.length && (
        <p className="mt-2 text-xs text-ink-soft">
          The first {formatNumber(segments.length)} of {formatNumber(all)} are shown, sorted by name.
        </p>
      )}
    </section>
  );
}
