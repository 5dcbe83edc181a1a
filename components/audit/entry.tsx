"use client";

import { Bot, ChevronRight, KeyRound, Link2, type LucideIcon, UserRound } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { DateTime, TimeAgo } from "@/components/format/time-ago";
import type { AuditEntryView } from "@/lib/kernel/audit/audit-view";
import { type FieldChange, shortChanges, tellValues } from "@/lib/kernel/audit/field-changes";
import { nameTypes } from "@/lib/vendors/braze/type-words";

const ACTORS: Record<AuditEntryView["actor"]["kind"], { icon: LucideIcon; label: string }> = {
  user: { icon: UserRound, label: "" },
  api_key: { icon: KeyRound, label: "API key" },
  customer_link: { icon: Link2, label: "customer, through a link" },
  system: { icon: Bot, label: "Tributary" },
};

/** Changes that show without opening the entry. */
const SHOWN_CHANGES = 2;

/** One entry: who, what and when; when opened, also every field before and after. */
export function AuditEntry({ entry, showsCustomer }: { entry: AuditEntryView; showsCustomer: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  const { changes } = entry;
  const { icon: ActorIcon, label } = ACTORS[entry.actor.kind];
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="grid gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-raised md:grid-cols-[minmax(0,1fr)_minmax(0,15rem)_7.5rem]">
        <div className="min-w-0">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={detailsId}
            onClick={() => setOpen(!isOpen)}
            className="flex min-h-6 max-w-full items-start gap-1.5 py-0.5 text-left font-medium [overflow-wrap:anywhere]"
          >
            <ChevronRight
              aria-hidden="true"
              className={`mt-0.5 size-4 shrink-0 text-ink-soft ${isOpen ? "rotate-90" : ""}`}
            />
            {entry.summary}
          </button>
          <div className="flex min-w-0 flex-wrap gap-x-4 pl-5.5 text-ink-soft">
            {showsCustomer && entry.customerId && (
              <Link
                href={`/customers/${entry.customerId}`}
                className="max-w-full truncate py-1 hover:text-ink hover:underline"
              >
                {entry.customerName}
              </Link>
            )}
            {!isOpen && entry.before && entry.after && <ShortChanges changes={shortChanges(changes)} />}
          </div>
        </div>
        <div className="flex min-w-0 flex-wrap justify-between gap-x-4 pl-5.5 md:contents">
          <div className="flex min-w-0 items-start gap-1.5">
            <ActorIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-soft" />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className={entry.actor.kind === "system" ? "inline-block first-letter:uppercase" : ""}>
                {entry.actor.name}
              </span>
              {label && <span className="block text-xs text-ink-soft">{label}</span>}
            </span>
          </div>
          <div className="text-ink-soft md:text-right">
            <TimeAgo value={entry.at} />
          </div>
        </div>
      </div>
      {isOpen && (
        <div id={detailsId} className="space-y-3 bg-ground px-4 py-3 pl-9.5">
          <p className="text-xs text-ink-soft">
            <DateTime value={entry.at} withSeconds /> · <code>{entry.action}</code> ·{" "}
            {entry.subjectKind.replaceAll("_", " ")}{" "}
            <code className="[overflow-wrap:anywhere]">{entry.subjectId}</code>
          </p>
          <Changes changes={changes} />
        </div>
      )}
    </li>
  );
}

/** The first changes in one line, for a reader who scans the list. */
function ShortChanges({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <>
      {changes.slice(0, SHOWN_CHANGES).map((change) => (
        <span key={change.field} className="mt-1 line-clamp-2 min-w-0 [overflow-wrap:anywhere]">
          {change.label}: <span className="text-ink">{nameTypes(tellValues(change))}</span>
        </span>
      ))}
      {changes.length > SHOWN_CHANGES && (
        <span className="mt-1">and {changes.length - SHOWN_CHANGES} more</span>
      )}
    </>
  );
}

function Changes({ changes }: { changes: readonly FieldChange[] }) {
  if (changes.length === 0) return <p className="text-ink-soft">No further details.</p>;
  return (
    <div className="overflow-x-auto">
      <table className="w-full max-w-3xl text-left">
        <thead className="text-xs text-ink-soft">
          <tr>
            <th scope="col" className="w-1/4 py-1 pr-4 font-medium">
              Field
            </th>
            <th scope="col" className="py-1 pr-4 font-medium">
              Before
            </th>
            <th scope="col" className="py-1 font-medium">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, label, before, after }) => (
            <tr key={field} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-4 font-normal text-ink-soft">
                {label}
              </th>
              <td className="py-1.5 pr-4 [overflow-wrap:anywhere]">
                <Value text={before} />
              </td>
              <td className="py-1.5 [overflow-wrap:anywhere]">
                <Value text={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A recorded value; a time is in the viewer's zone. */
function Value({ text }: { text: string | null }) {
  if (text === null) return <span className="text-ink-soft">–</span>;
  return MOMENT.test(text) ? <DateTime value={text} /> : nameTypes(text);
}
