import Link from "next/link";
import { formatNumber } from "@/components/format/format-number";
import { TimeAgo } from "@/components/format/time-ago";
import { Sparkline } from "@/components/ui/sparkline";
import { CustomerStatePill, HealthPill } from "@/components/ui/state-pills";
import { Td, Tr } from "@/components/ui/table";
import type { CustomerListItem } from "@/lib/insight/customer-list/customer-list-item";

/** One customer at a glance; the whole row links to it. */
export function CustomerRow({ customer }: { customer: CustomerListItem }) {
  const { segments, owed, pending } = customer;
  return (
    <Tr className="relative align-top">
      <th scope="row" className="px-3 py-2.5 pl-4 text-left font-normal md:min-w-[7.25rem]">
        <Link
          href={`/customers/${customer.id}`}
          className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0 hover:underline"
        >
          {customer.name}
        </Link>
        <div className="truncate text-xs text-ink-soft">{customer.owner?.name ?? "No owner"}</div>
        <div className="mt-1.5 md:hidden">
          <CustomerStatePill state={customer.state} />
        </div>
      </th>
      <Td className="hidden md:table-cell">
        <CustomerStatePill state={customer.state} />
      </Td>
      <Td>
        <HealthPill health={customer.health} />
        {customer.healthReason && (
          <p
            title={customer.healthReason}
            className="relative mt-1 line-clamp-2 max-w-96 text-xs md:line-clamp-1 text-ink-soft [overflow-wrap:anywhere]"
          >
            {customer.healthReason}
          </p>
        )}
        <p className="mt-1.5 text-xs text-ink-soft md:hidden">
          Last event <TimeAgo value={customer.lastEventAt} />
          {owed > 0 && <>, {formatNumber(owed)} to sync</>}
          {pending > 0 && <>, {formatNumber(pending)} pending</>}
        </p>
        <div className="mt-1.5 xl:hidden">
          <Week customer={customer} />
        </div>
      </Td>
      <Td className="hidden md:table-cell">
        <span className="relative">
          <TimeAgo value={customer.lastEventAt} />
        </span>
        {customer.lastPageAt && (
          <div className="text-xs whitespace-nowrap text-ink-soft">
            Heap update{" "}
            <span className="relative">
              <TimeAgo value={customer.lastPageAt} />
            </span>
          </div>
        )}
      </Td>
      <Td className="hidden xl:table-cell">
        <Week customer={customer} />
      </Td>
      <Td isNumber className={`hidden md:table-cell ${segments.total === 0 ? "text-ink-soft" : ""}`}>
        {formatNumber(segments.total)}
        {segments.total > 0 && (
          <div className="text-xs whitespace-nowrap text-ink-soft">
            {formatNumber(segments.recurring)} recurring
          </div>
        )}
      </Td>
      <Count value={owed} />
      <Count value={pending} />
    </Tr>
  );
}

/** What moved on each of the last seven days, in both directions. */
function Week({ customer: { week } }: { customer: CustomerListItem }) {
  const lines = [
    { words: "events", label: "Events to Heap, last 7 days", values: week.events },
    { words: "members", label: "Members to Braze, last 7 days", values: week.members },
  ];
  return (
    <div className="space-y-1">
      {lines.map(({ words, label, values }) => (
        <div key={words} className="flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-soft">
          <Sparkline label={label} values={values} />
          <span className="tabular-nums">
            {compact.format(values.reduce((sum, value) => sum + value, 0))} {words}
          </span>
        </div>
      ))}
    </div>
  );
}

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

function Count({ value }: { value: number }) {
  return (
    <Td isNumber className={`hidden md:table-cell ${value > 0 ? "font-medium" : "text-ink-soft"}`}>
      {formatNumber(value)}
    </Td>
  );
}
