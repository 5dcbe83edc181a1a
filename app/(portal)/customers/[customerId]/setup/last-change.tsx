"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import Link from "next/link";
import { lastChangeRead } from "@/app/(portal)/customers/[customerId]/reads";
import { TimeAgo } from "@/components/format/time-ago";
import { DESTINATION } from "@/components/forms/destination-values";
import { revertEntry } from "@/components/forms/find-revert";
import type { Edited } from "@/components/forms/revert-guard";
import { SOURCE } from "@/components/forms/source-values";
import { useRevert } from "@/components/forms/use-revert";
import { Button } from "@/components/ui/button";
import type { AuditEntryView } from "@/lib/kernel/audit/audit-view";
import { tellValues } from "@/lib/kernel/audit/field-changes";
import { nameTypes } from "@/lib/vendors/braze/type-words";

type EditedFlow = Exclude<Edited, { kind: "customer" }>;

/** Changes of one edit that are told; the audit log has all. */
const MOST_TOLD = 3;

/** Who changed the settings last, and how; with the way back for as long as nothing has changed since. */
export function LastChange({ edited, canChange }: { edited: EditedFlow; canChange: boolean }) {
  const { customerId, id, version, name } = edited.view;
  const filters = { action: `${edited.kind}.updated`, subjectId: id, version: String(version) };
  const { data } = useQuery({
    ...lastChangeRead({ customerId }, filters).options,
    placeholderData: keepPreviousData,
  });
  const { revert, isBusy } = useRevert();
  const entry = data?.items[0];
  if (!entry) return null;

  const { labels } = edited.kind === "source" ? SOURCE : DESTINATION;
  const found = revertEntry(entry, { ...edited.view }, labels);
  return (
    <section
      aria-label={`Last change to ${name}`}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-raised px-3 py-2"
    >
      <div className="min-w-0 flex-1 basis-64 [overflow-wrap:anywhere]">
        <p>
          Last changed by {entry.actor.kind === "api_key" && "the API key "}
          <b className="font-medium">{entry.actor.name}</b> <TimeAgo value={entry.at} />.{" "}
          <Link href={`/customers/${customerId}/audit`} className="text-accent underline">
            All changes
          </Link>
        </p>
        <Changes entry={entry} />
        {canChange && found?.isPartly && (
          <p className="text-xs text-ink-soft">
            A revert does not change keys or lists of identities: their earlier values are not kept.
          </p>
        )}
      </div>
      {canChange && found && (
        <Button
          size="small"
          icon={Undo2}
          isBusy={isBusy}
          aria-label={`Revert the last change to ${name}`}
          onClick={() => revert({ ...edited, change: found.change, saved: savedOf(edited) })}
        >
          Revert
        </Button>
      )}
    </section>
  );
}

function savedOf(edited: EditedFlow) {
  return edited.kind === "source" ? SOURCE.toSaved(edited.view) : DESTINATION.toSaved(edited.view);
}

function Changes({ entry: { changes } }: { entry: AuditEntryView }) {
  return (
    <ul className="text-ink-soft">
      {changes.slice(0, MOST_TOLD).map((change) => (
        <li key={change.field}>
          {change.label}: <span className="text-ink">{nameTypes(tellValues(change))}</span>
        </li>
      ))}
      {changes.length > MOST_TOLD && <li>and {changes.length - MOST_TOLD} more</li>}
    </ul>
  );
}
