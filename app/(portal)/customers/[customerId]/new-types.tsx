"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { Hydrating } from "@/components/ui/hydrating";
import { toast } from "@/components/ui/notify";
import { StatusPill } from "@/components/ui/status-pill";
import { counted } from "@/lib/kernel/words";
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
  const decided = data?.types.filter(({ decision }) => decision !== null).length ?? 0;
  if (!data || types.length === 0) return null;

  return (
    <section aria-label="New event types">
      <Hydrating />
      {!isUndecidedOnly && (
        <>
          <h3 className="mb-1 font-medium">New event types</h3>
          <p className="mb-2 text-xs text-ink-soft">
            Types that were not in Braze’s documentation when they first arrived. {UNDECIDED[data.newTypes]}
          </p>
        </>
      )}
      <ul className="divide-y divide-line rounded-md border border-line">
        {types.map((seen) => (
          <Type key={seen.type} {...{ customerId, sourceId, seen, canChange }} />
        ))}
      </ul>
      {isUndecidedOnly && decided > 0 && (
        <p className="mt-1.5 text-xs text-ink-soft">
          {counted(decided, "type")} already decided.{" "}
          <Link href={`/customers/${customerId}/setup#${sourceId}`} className="text-accent underline">
            See and change in Setup
          </Link>
        </p>
      )}
    </section>
  );
}

const UNDECIDED: Record<SeenTypesView["newTypes"], string> = {
  forward: "Until someone decides, they are forwarded.",
  hold: "Until someone decides, they are held here.",
  drop: "Until someone decides, they are left out.",
};

interface Decided {
  from: SeenType["decision"];
  to: SeenType["decision"];
}

function said(name: string, decision: SeenType["decision"]): string {
  if (decision === null) return `${name} is undecided again. Past events stay as they are.`;
  return `${name} is ${decision === "forward" ? "forwarded" : "left out"}.`;
}

function Type(props: { customerId: string; sourceId: string; seen: SeenType; canChange: boolean }) {
  const { customerId, sourceId, seen, canChange } = props;
  const { type, name, decision, firstSeenAt } = seen;
  const client = useQueryClient();
  const deciding = useMutation({
    mutationFn: ({ to }: Decided) =>
      changeApi("POST", "/api/v1/customers/[customerId]/sources/[sourceId]/seen-types", {
        params: { customerId, sourceId },
        body: { type, decision: to },
      }),
    onSuccess: async (_, { from, to }) => {
      // By then the row may be gone with its alert.
      toast.success(said(name, to), {
        label: "Undo",
        onPress: () => deciding.mutate({ from: to, to: from }),
      });
      await client.invalidateQueries({ queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }) });
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
      <span className="min-w-0 flex-1 basis-56">
        <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
        <span className="block text-xs text-ink-soft [overflow-wrap:anywhere]">
          <code>{type}</code>, first sent <TimeAgo value={firstSeenAt} />
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
              isBusy={deciding.isPending && deciding.variables.to === "forward"}
              disabled={deciding.isPending}
              aria-label={`Forward ${name}`}
              onClick={() => deciding.mutate({ from: decision, to: "forward" })}
            >
              Forward
            </Button>
          )}
          {decision !== "drop" && (
            <Button
              size="small"
              isBusy={deciding.isPending && deciding.variables.to === "drop"}
              disabled={deciding.isPending}
              aria-label={`Leave out ${name}`}
              onClick={() => deciding.mutate({ from: decision, to: "drop" })}
            >
              Leave out
            </Button>
          )}
          {decision !== null && (
            <Button
              size="small"
              isBusy={deciding.isPending && deciding.variables.to === null}
              disabled={deciding.isPending}
              aria-label={`Undo decision about ${name}`}
              onClick={() => deciding.mutate({ from: decision, to: null })}
            >
              Undo decision
            </Button>
          )}
        </span>
      )}
    </li>
  );
}
