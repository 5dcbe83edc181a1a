"use client";

import { Circle, CircleCheck, CircleSlash, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useCan } from "@/components/data/use-actor";
import { useChecks } from "@/components/data/use-checks";
import { TimeAgo } from "@/components/format/time-ago";
import { FailedState } from "@/components/ui/failed-state";
import { Hydrating } from "@/components/ui/hydrating";
import { LiveState } from "@/components/ui/live-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusPill } from "@/components/ui/status-pill";
import type { HopView } from "@/lib/insight/proven-hops/hops-view";
import { KeyTestButton, SourceTestButtons } from "./proof-buttons";
import { SkipHop } from "./skip-hop";
import { destinationStep, hopLabel, SOURCE_STEPS } from "./words";

/** The hops of a customer, live: each turns green through a real request, and until then says what is missing. */
export function Checklist({ customerId, hasButtons = false }: { customerId: string; hasButtons?: boolean }) {
  const query = useChecks(customerId);
  const canTest = useCan("csm") && hasButtons;
  if (!query.data) {
    return query.error ? (
      <FailedState error={query.error} onRetry={() => query.refetch()} />
    ) : (
      <SkeletonRows rows={4} label="Loading checks" />
    );
  }

  const { sources, destinations, isAllProven, proven, skipped, failed, all } = query.data;
  if (all === 0)
    return <p className="text-ink-soft">Nothing to check yet: add a source or a destination first.</p>;
  return (
    <div className="space-y-5">
      <Hydrating />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status">
          <StatusPill tone={failed > 0 ? "bad" : isAllProven ? "good" : "info"}>
            {failed > 0
              ? `${proven} of ${all} proven, ${failed} failed`
              : isAllProven && skipped === 0
                ? `All ${all} proven`
                : `${proven} of ${all} proven${skipped > 0 ? `, ${skipped} skipped` : ""}`}
          </StatusPill>
        </p>
        {(!isAllProven || failed > 0 || query.error) && <LiveState query={query} />}
      </div>
      {sources.map((source) => (
        <Hops key={source.id} title="Braze to Heap" name={source.name}>
          {source.checks.map((check) => (
            <Hop
              key={check.kind}
              check={check}
              label={hopLabel(check.kind, null)}
              step={SOURCE_STEPS[check.kind]}
            />
          ))}
          {canTest && <SourceTestButtons customerId={customerId} sourceId={source.id} />}
        </Hops>
      ))}
      {destinations.map((destination) => (
        <Hops key={destination.id} title="Heap to Braze" name={destination.name}>
          {destination.checks.map((check) => (
            <Hop
              key={check.kind}
              check={check}
              label={hopLabel(check.kind, destination.kind)}
              step={destinationStep(check.kind, destination)}
            >
              {canTest && check.kind === "braze_key_accepted" && destination.hasBrazeKey && (
                <KeyTestButton customerId={customerId} destinationId={destination.id} />
              )}
              {canTest && check.isOptional && check.provenAt === null && (
                <SkipHop
                  customerId={customerId}
                  destinationId={destination.id}
                  check={check}
                  label={hopLabel(check.kind, destination.kind)}
                />
              )}
            </Hop>
          ))}
        </Hops>
      ))}
    </div>
  );
}

function Hops({ title, name, children }: { title: string; name: string; children: ReactNode }) {
  return (
    <section aria-label={`${title}: ${name}`}>
      <h3 className="mb-2 text-xs font-semibold text-ink-soft [overflow-wrap:anywhere]">
        {title} · {name}
      </h3>
      <ul className="space-y-2.5">{children}</ul>
    </section>
  );
}

/** One hop. What fails at present is said even if the hop was proven before. */
function Hop(props: {
  check: HopView;
  label: string;
  step: string;
  /** The way to prove it or to skip it, or to take that back. */
  children?: ReactNode;
}) {
  const { check, label, step, children } = props;
  const { refusal } = check;
  const skipped = "skipped" in check ? check.skipped : null;
  const state = refusal ? "failed" : check.provenAt ? "proven" : skipped ? "skipped" : "open";
  const { icon: Icon, tone, words } = HOP_LOOKS[state];
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {label}
          <span className="sr-only">: {words}</span>
        </p>
        {refusal && (
          <p className="text-xs font-medium text-bad [overflow-wrap:anywhere]">{refusal.message}</p>
        )}
        <p className="text-xs text-ink-soft [overflow-wrap:anywhere]">
          {refusal ? (
            refusal.nextAction
          ) : state === "skipped" && skipped ? (
            <>
              Skipped by {skipped.skippedBy} <TimeAgo value={skipped.skippedAt} />: {skipped.reason}
            </>
          ) : check.provenAt === null ? (
            step
          ) : (
            <>
              {check.detail?.replace(/\.$/, "")}, <TimeAgo value={check.provenAt} />
            </>
          )}
        </p>
        {children}
      </div>
    </li>
  );
}

const HOP_LOOKS = {
  proven: { icon: CircleCheck, tone: "text-good", words: "proven" },
  open: { icon: Circle, tone: "text-ink-soft", words: "not yet proven" },
  skipped: { icon: CircleSlash, tone: "text-ink-soft", words: "skipped" },
  failed: { icon: CircleX, tone: "text-bad", words: "failed" },
} as const;
