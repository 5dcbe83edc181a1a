import Link from "next/link";
import type { ReactNode } from "react";
import { formatNumber } from "@/components/format/format-number";
import { Card } from "@/components/ui/card";
import { CustomerStatePill, HealthPill } from "@/components/ui/state-pills";
import type { DashboardView } from "@/lib/insight/dashboard/dashboard-view";
import { listHref } from "./list-href";

const STATES = ["onboarding", "live", "paused", "archived"] as const;
const HEALTH = ["failing", "attention", "waiting", "healthy", "paused"] as const;

/** How many customers are in each state and how they are doing; each number links to those customers. */
export function CustomerCounts({ view, isMine }: { view: DashboardView; isMine: boolean }) {
  const { states, health, totals } = view;
  return (
    <div className="grid gap-4 md:grid-cols-3">
      <Card title="Customers by state">
        <ul className="-my-1.5">
          {STATES.map((state) => (
            <CountRow
              key={state}
              href={listHref(isMine, { state })}
              count={states[state]}
              of={totals.customers}
            >
              <CustomerStatePill state={state} />
            </CountRow>
          ))}
        </ul>
      </Card>
      <Card title="Customers by health">
        <ul className="-my-1.5">
          {HEALTH.map((word) => (
            <CountRow
              key={word}
              href={listHref(isMine, { health: word })}
              count={health[word]}
              of={totals.customers}
            >
              <HealthPill health={word} />
            </CountRow>
          ))}
        </ul>
      </Card>
      <Card title="In progress">
        <dl className="space-y-4">
          <Waiting
            name="Events queued"
            means="Received from Braze, not yet forwarded to Heap"
            count={totals.pending}
            href={listHref(isMine, { sort: "pending", dir: "desc" })}
          />
          <Waiting
            name="Members to sync"
            means="Changed in Heap, not yet accepted by Braze"
            count={totals.owed}
            href={listHref(isMine, { sort: "owed", dir: "desc" })}
          />
        </dl>
      </Card>
    </div>
  );
}

function Waiting(props: { name: string; means: string; count: number; href: string }) {
  return (
    <div>
      <dt className="text-xs text-ink-soft">{props.name}</dt>
      <dd>
        <Link
          href={props.href}
          className="tappable inline-block text-lg font-semibold tabular-nums hover:underline"
        >
          {formatNumber(props.count)}
        </Link>
        <p className="text-xs text-ink-soft">{props.means}</p>
      </dd>
    </div>
  );
}

/** A number of customers with its share as a bar; links to them. */
function CountRow(props: { href: string; count: number; of: number; children: ReactNode }) {
  const { href, count, of, children } = props;
  const share = of > 0 ? Math.min(1, count / of) : 0;
  return (
    <li>
      <Link href={href} className="-mx-2 flex items-center gap-3 rounded-md px-2 py-1.5 hover:bg-raised">
        <span className="w-32 shrink-0">{children}</span>
        <span aria-hidden="true" className="h-1 flex-1 overflow-hidden rounded-full bg-raised">
          <span className="block h-full rounded-full bg-line-strong" style={{ width: `${share * 100}%` }} />
        </span>
        <span className={`w-10 text-right tabular-nums ${count === 0 ? "text-ink-soft" : "font-medium"}`}>
          {formatNumber(count)}
        </span>
      </Link>
    </li>
  );
}
