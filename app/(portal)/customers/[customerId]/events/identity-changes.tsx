"use client";

import { useQuery } from "@tanstack/react-query";
import { DateTime } from "@/components/format/time-ago";
import type { IdentityChangeView } from "@/lib/forwarding/messages-about-users/list-identity-changes";
import { identityChangesRead } from "./reads";
import { LIVE_MS } from "./use-events";

/** The merges in Braze that the user of this identity was part of, above their events. */
export function IdentityChanges(props: {
  customerId: string;
  identity: string;
  onShow: (identity: string) => void;
}) {
  const { customerId, identity, onShow } = props;
  const { data } = useQuery({
    ...identityChangesRead({ customerId }, { identity }).options,
    refetchInterval: LIVE_MS,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section
      aria-label="Merges of this user"
      className="mb-4 rounded-lg border border-line bg-raised px-4 py-2.5"
    >
      <h2 className="font-medium">Merged in Braze</h2>
      <ul className="mt-1 space-y-1 text-ink-soft">
        {data.items.map((change) => (
          <li key={change.id} className="[overflow-wrap:anywhere]">
            <DateTime value={change.occurredAt} withSeconds />:{" "}
            <Id change={change} which="goneId" onShow={onShow} /> was merged into{" "}
            <Id change={change} which="staysId" onShow={onShow} />.
          </li>
        ))}
      </ul>
      <p className="mt-1 text-xs text-ink-soft">
        Events from before the merge stay under their original ID, here and in Heap.
      </p>
    </section>
  );
}

function Id(props: {
  change: IdentityChangeView;
  which: "goneId" | "staysId";
  onShow: (identity: string) => void;
}) {
  const id = props.change[props.which];
  return (
    <button
      type="button"
      className="font-mono text-xs text-accent underline decoration-line-strong underline-offset-2"
      title="Show this user’s events"
      onClick={() => props.onShow(id)}
    >
      {id}
    </button>
  );
}
