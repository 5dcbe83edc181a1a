"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/notify";
import { StatusPill } from "@/components/ui/status-pill";
import type { SeenTypesView } from "@/lib/setup/sources/type-view";
import { ASIDE_MS } from "./(overview)/use-overview";
import { seenTypesRead } from "./reads";

type SeenType = SeenTypesView["types"][number];

/** The event types that a source has sent and nobody knew, each to be forwarded or left out. Empty without any. */
export function NewTypes(props: {
  customerId: string;
  sourceId: string;
  /** Only those that nobody has decided about. */
  isUndecidedOnly?: boolean;
}) {
  const { customerId, sourceId, isUndecidedOnly = false } = props;
  const canChange = useCan("csm");
  const { data } = useQuery({
    ...seenTypesRead({ customerId, sourceId }).options,
    refetchInterval: ASIDE_MS,
  });
  const types = data?.types.filter(({ decision }) => !isUndecidedOnly || decision === null) ?? [];
  if (!data || types.length === 0) return null;

  return (
    <section aria-label="New event types">
      {!isUndecidedOnly && (
        <>
          <h3 className="mb-1 font-medium">New event types</h3>
          <p className="mb-2 text-xs text-ink-soft">
            Types that Braze’s documentation did not name when they came. {UNDECIDED[data.newTypes]}
          </p>
        </>
      )}
      <ul className="divide-y divide-line rounded-md border border-line">
        {types.map((seen) => (
          <Type key={seen.type} {...{ customerId, sourceId, seen, canChange }} />
        ))}
      </ul>
    </section>
  );
}

const UNDECIDED: Record<SeenTypesView["newTypes"], string> = {
  forward: "Undecided ones are forwarded.",
  hold: "Undecided ones are held here until someone decides.",
  drop: "Undecided ones are left out.",
};

function Type(props: { customerId: string; sourceId: string; seen: SeenType; canChange: boolean }) {
  const { customerId, sourceId, seen, canChange } = props;
  const { type, decision, firstSeenAt } = seen;
  const client = useQueryClient();
  const deciding = useMutation({
    mutationFn: (wanted: NonNullable<SeenType["decision"]>) =>
      changeApi("POST", "/api/v1/customers/[customerId]/sources/[sourceId]/seen-types", {
        params: { customerId, sourceId },
        body: { type, decision: wanted },
      }),
    onSuccess: async (_, wanted) => {
      toast.success(wanted === "forward" ? `${type} is forwarded.` : `${type} is left out.`);
      await client.invalidateQueries({ queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }) });
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
      <span className="min-w-0 flex-1 basis-56">
        <code className="font-medium [overflow-wrap:anywhere]">{type}</code>
        <span className="block text-xs text-ink-soft">
          first sent <TimeAgo value={firstSeenAt} />
        </span>
      </span>
      {decision !== null && (
        <StatusPill tone={decision === "forward" ? "good" : "quiet"}>
          {decision === "forward" ? "Forwarded" : "Left out"}
        </StatusPill>
      )}
      {canChange && (
        <span className="flex gap-2">
          {decision !== "forward" && (
            <Button
              size="small"
              isBusy={deciding.isPending && deciding.variables === "forward"}
              disabled={deciding.isPending}
              aria-label={`Forward ${type}`}
              onClick={() => deciding.mutate("forward")}
            >
              Forward
            </Button>
          )}
          {decision !== "drop" && (
            <Button
              size="small"
              isBusy={deciding.isPending && deciding.variables === "drop"}
              disabled={deciding.isPending}
              aria-label={`Leave out ${type}`}
              onClick={() => deciding.mutate("drop")}
            >
              Leave out
            </Button>
          )}
        </span>
      )}
    </li>
  );
}
