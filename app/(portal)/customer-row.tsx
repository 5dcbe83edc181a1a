import { formatNumber } from "@/components/format-number";
import { StatusPill } from "@/components/status-pill";
import type { CustomerView } from "@/lib/customers/customer-view";

const STATES = {
  onboarding: { tone: "wait", label: "Onboarding" },
  live: { tone: "good", label: "Live" },
  paused: { tone: "quiet", label: "Paused" },
  archived: { tone: "quiet", label: "Archived" },
} as const;

/** One customer: a row of the table on a wide screen, a card of labelled numbers on a narrow one. */
export function CustomerRow({ customer }: { customer: CustomerView }) {
  const { books } = customer;
  const state = STATES[customer.state];
  return (
    <tr className="grid grid-cols-12 border-b border-line px-1 py-3 last:border-b-0 lg:table-row lg:p-0 lg:hover:bg-raised">
      <th scope="row" className="col-span-full px-3 pb-2 text-left font-normal lg:px-4 lg:py-2.5">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium [overflow-wrap:anywhere]">{customer.name}</span>
          <StatusPill tone={state.tone}>{state.label}</StatusPill>
        </div>
        <div className="text-xs text-ink-soft">{customer.owner?.name ?? "No owner"}</div>
      </th>
      <Count label="Accepted" value={books.accepted} isStrong isFirst />
      <Count label="Pending" value={books.pending} tone={books.pending > 0 ? "wait" : undefined} />
      <Count label="Forwarded" value={books.forwarded} />
      <Count label="Filtered" value={books.filtered} />
      <Count label="Duplicate" value={books.duplicate} />
      <Count label="Quarantined" value={books.quarantined} tone={books.quarantined > 0 ? "bad" : undefined} />
      <td className="col-span-full px-3 py-1 lg:py-2.5">
        {books.isBalanced ? (
          <StatusPill tone="good">Books balance</StatusPill>
        ) : (
          <StatusPill tone="bad">Books do not balance</StatusPill>
        )}
      </td>
      <Count label="Segments" value={books.segments} isMember isFirst />
      <Count label="Wanted" value={books.wanted} isMember isStrong />
      <Count label="Sent" value={books.acked} isMember />
      <Count label="Owed" value={books.owed} isMember tone={books.owed > 0 ? "wait" : undefined} />
    </tr>
  );
}

const TONES = { wait: "text-wait font-medium", bad: "text-bad font-medium" } as const;

function Count(props: {
  label: string;
  value: number;
  tone?: keyof typeof TONES;
  isStrong?: boolean;
  isFirst?: boolean;
  /** One of the four counts of members; those of events are six. */
  isMember?: boolean;
}) {
  const { label, value, tone, isStrong = false, isFirst = false, isMember = false } = props;
  const ink = tone ? TONES[tone] : value === 0 ? "text-ink-soft" : isStrong ? "font-semibold" : "";
  return (
    <td
      className={`${isMember ? "col-span-3 sm:col-span-2" : "col-span-4 sm:col-span-2"} px-3 py-1 tabular-nums lg:py-2.5 lg:text-right ${isFirst ? "lg:border-l lg:border-line" : ""} ${ink}`}
    >
      <span className="block text-xs font-normal text-ink-soft lg:hidden" aria-hidden="true">
        {label}
      </span>
      {formatNumber(value)}
    </td>
  );
}
