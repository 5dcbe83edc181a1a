import { Circle, CircleCheck, CircleX } from "lucide-react";
import { TimeAgo } from "@/components/format/time-ago";
import { hopLabel } from "@/components/proven-hops/words";
import { Card } from "@/components/ui/card";
import { StatusPill } from "@/components/ui/status-pill";
import type { StatusView } from "@/lib/insight/status/status-view";
import type { HopKind } from "@/lib/setup/proven-hops/hop-kinds";

interface Check {
  kind: HopKind;
  provenAt: string | null;
  isFailed: boolean;
  nextStep: string;
}

/** Every hop, proven by real requests, and what to do for those that are not. */
export function Checks({ view }: { view: StatusView }) {
  const ways = [
    ...view.sources.map((source) => ({ title: "Braze to Heap", kind: null, ...source })),
    ...view.destinations.map((destination) => ({ title: "Heap to Braze", ...destination })),
  ];
  const all = ways.flatMap((way): readonly Check[] => way.checks);
  const proven = all.filter(({ provenAt, isFailed }) => provenAt !== null && !isFailed).length;
  const failed = all.filter(({ isFailed }) => isFailed).length;
  return (
    <Card
      title="Checklist"
      description={all.length > 0 && "Each check is proven by a real request."}
      actions={
        all.length > 0 && (
          <StatusPill tone={failed > 0 ? "bad" : view.isProven ? "good" : "info"}>
            {failed > 0
              ? `${proven} of ${all.length} proven, ${failed} failed`
              : view.isProven
                ? `All ${all.length} proven`
                : `${proven} of ${all.length} proven`}
          </StatusPill>
        )
      }
    >
      {all.length === 0 && (
        <p className="text-ink-soft">
          The team is still setting up the connection. Check back a little later.
        </p>
      )}
      <div className="grid gap-x-8 gap-y-5 md:grid-cols-2">
        {ways.map(({ id, title, name, kind, checks }) => (
          <section key={id} aria-label={`${title}: ${name}`}>
            <h3 className="mb-2 text-xs font-semibold text-ink-soft [overflow-wrap:anywhere]">
              {title} · {name}
            </h3>
            <ul className="space-y-2.5">
              {checks.map((check: Check) => (
                <Line key={check.kind} check={check} label={hopLabel(check.kind, kind)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  );
}

const LOOKS = {
  proven: { Icon: CircleCheck, ink: "text-good", words: "proven" },
  open: { Icon: Circle, ink: "text-ink-soft", words: "not yet proven" },
  failed: { Icon: CircleX, ink: "text-bad", words: "failed" },
} as const;

function Line({ check, label }: { check: Check; label: string }) {
  const { provenAt, isFailed, nextStep } = check;
  const { Icon, ink, words } = LOOKS[isFailed ? "failed" : provenAt ? "proven" : "open"];
  return (
    <li className="flex break-inside-avoid gap-2.5">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {label}
          {isFailed ? <span className="text-bad">: failed</span> : <span className="sr-only">: {words}</span>}
        </p>
        <p className="text-xs text-ink-soft [overflow-wrap:anywhere]">
          {provenAt && !isFailed ? (
            <>
              Proven <TimeAgo value={provenAt} />
            </>
          ) : (
            nextStep
          )}
        </p>
      </div>
    </li>
  );
}
