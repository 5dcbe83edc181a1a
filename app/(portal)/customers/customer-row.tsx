import Link from "next/link";
import type { ComponentProps } from "react";
import { formatNumber } from "@/components/format/format-number";
import { TimeAgo } from "@/components/format/time-ago";
import { Told } from "@/components/format/told";
import { CountLink } from "@/components/ui/count-link";
import { Sparkline } from "@/components/ui/sparkline";
import { CustomerStatePill, HealthPill } from "@/components/ui/state-pills";
import { Td, Tr } from "@/components/ui/table";
import { KIND_WORDS } from "@/lib/insight/alerts/kind-words";
import type { CustomerListItem } from "@/lib/insight/customer-list/customer-list-item";

/** One customer at a glance; the whole row links to it. */
export function CustomerRow({ customer }: { customer: CustomerListItem }) {
  const { segments } = customer;
  const owner = customer.owner?.name ?? "No owner";
  return (
    <Tr className="relative align-top xl:align-middle">
      <th
        scope="row"
        className="px-3 py-2.5 pl-4 text-left font-normal md:min-w-60 xl:max-w-0 xl:truncate xl:py-0.5"
      >
        <Link
          href={`/customers/${customer.id}`}
          title={customer.name}
          className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0 hover:underline"
        >
          {customer.name}
        </Link>
        <div className="truncate text-xs text-ink-soft xl:hidden">{owner}</div>
        <div className="mt-1.5 xl:hidden">
          <CustomerStatePill state={customer.state} />
        </div>
      </th>
      <Line className="hidden max-w-0 truncate text-xs text-ink-soft xl:table-cell">
        <span title={owner} className="relative">
          {owner}
        </span>
      </Line>
      <Line className="hidden xl:table-cell">
        <CustomerStatePill state={customer.state} />
      </Line>
      <Line className="xl:max-w-0">
        <div className="xl:flex xl:items-center xl:gap-2">
          <HealthPill health={customer.health} />
          {customer.healthReason && (
            <p
              title={customer.healthReason}
              className="relative mt-1 line-clamp-2 max-w-96 text-xs text-ink-soft [overflow-wrap:anywhere] md:line-clamp-1 xl:mt-0 xl:min-w-0 xl:flex-1 xl:[overflow-wrap:normal]"
            >
              <Told text={reasonOf(customer.healthReason, customer.alertKind)} />
            </p>
          )}
        </div>
        <p className="mt-1.5 text-xs text-ink-soft md:hidden">
          Last event <TimeAgo value={customer.lastEventAt} />
          {COUNTS.map(
            ({ of, words, list }) =>
              customer[of] > 0 && (
                <span key={of}>
                  ,{" "}
                  <span className="relative whitespace-nowrap">
                    <CountLink count={customer[of]} href={`/customers/${customer.id}/${list}`}>
                      {formatNumber(customer[of])} {words}
                    </CountLink>
                  </span>
                </span>
              ),
          )}
        </p>
        <div className="mt-1.5 xl:hidden">
          <Week customer={customer} />
        </div>
      </Line>
      <Line className="hidden md:table-cell">
        <span className="relative">
          <TimeAgo value={customer.lastEventAt} />
        </span>
        {customer.lastPageAt && (
          <div className="text-xs whitespace-nowrap text-ink-soft xl:hidden">
            Heap update{" "}
            <span className="relative">
              <TimeAgo value={customer.lastPageAt} />
            </span>
          </div>
        )}
      </Line>
      <Line className="hidden xl:table-cell">
        <Week customer={customer} />
      </Line>
      <Line isNumber className={`hidden xl:table-cell ${segments.total === 0 ? "text-ink-soft" : ""}`}>
        {formatNumber(segments.total)}
      </Line>
      {COUNTS.map(({ of, words, list }) => (
        <Line
          key={of}
          isNumber
          className={`hidden md:table-cell ${customer[of] > 0 ? "font-medium" : "text-ink-soft"}`}
        >
          <span className="relative">
            <CountLink count={customer[of]} href={`/customers/${customer.id}/${list}`}>
              {formatNumber(customer[of])}
              <span className="sr-only">
                {" "}
                {words} of {customer.name}
              </span>
            </CountLink>
          </span>
        </Line>
      ))}
    </Tr>
  );
}

/** The reason, what it is about first, unless it says so itself: the end of a long one does not fit. */
function reasonOf(reason: string, alertKind: string | null): string {
  const about = alertKind !== null && new Map(Object.entries<string>(KIND_WORDS)).get(alertKind);
  return about && !reason.startsWith(about) ? `${about}: ${reason}` : reason;
}

/** A cell that is low enough for one line of text on a wide screen. */
function Line({ className = "", ...rest }: ComponentProps<typeof Td>) {
  return <Td {...rest} className={`xl:px-2 xl:py-0.5 ${className}`} />;
}

/** What reached Heap and Braze on each of the last seven days. */
function Week({ customer: { week } }: { customer: CustomerListItem }) {
  const lines = [
    { words: "to Heap", label: "Events to Heap, last 7 days", values: week.events },
    { words: "to Braze", label: "Members to Braze, last 7 days", values: week.members },
  ];
  return (
    <div className="space-y-1 xl:grid xl:grid-cols-2 xl:gap-4 xl:space-y-0">
      {lines.map(({ words, label, values }) => (
        <div key={words} className="flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-soft">
          <Sparkline label={label} values={values} />
          <span className="tabular-nums">
            {compact.format(values.reduce((sum, value) => sum + value, 0))}
            <span className="xl:sr-only"> {words}</span>
          </span>
        </div>
      ))}
    </div>
  );
}

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** What waits of a customer, and where it is listed. */
const COUNTS = [
  { of: "owed", words: "to sync", list: "segments?members=owed" },
  { of: "pending", words: "queued", list: "events?outcome=pending" },
] as const;
