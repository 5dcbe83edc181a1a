"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bell, BellOff } from "lucide-react";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { DateTime } from "@/components/format/time-ago";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/notify";
import { refreshCustomer } from "./use-overview";

const HOURS = [
  { label: "Mute notices for 1 hour", hours: 1 },
  { label: "Mute notices for 8 hours", hours: 8 },
  { label: "Mute notices for a day", hours: 24 },
  { label: "Mute notices for a week", hours: 7 * 24 },
];

/** Says until when no notices of the customer's alerts are sent, and starts or ends such a mute. */
export function MuteNotices({ customerId, mutedUntil }: { customerId: string; mutedUntil: string | null }) {
  const canChange = useCan("csm");
  const mute = useMute(customerId);
  return (
    <span className="flex items-center gap-1.5 text-ink-soft">
      {mutedUntil && (
        <span className="flex items-center gap-1.5">
          <BellOff aria-hidden="true" className="size-4" />
          <span>
            Notices muted until <DateTime value={mutedUntil} />
          </span>
        </span>
      )}
      {canChange && (
        <Menu
          label="Notices about this customer"
          items={[
            ...HOURS.map(({ label, hours }) => ({
              label,
              icon: BellOff,
              onSelect: () => mute.mutate(new Date(Date.now() + hours * 3_600_000).toISOString()),
            })),
            ...(mutedUntil
              ? [{ label: "Unmute notices", icon: Bell, onSelect: () => mute.mutate(null) }]
              : []),
          ]}
        />
      )}
    </span>
  );
}

function useMute(customerId: string) {
  const client = useQueryClient();
  const path = "/api/v1/customers/[customerId]/alerts/mute";
  const params = { customerId };
  return useMutation({
    mutationFn: (until: string | null) =>
      until ? changeApi("POST", path, { params, body: { until } }) : changeApi("DELETE", path, { params }),
    onSuccess: ({ mutedUntil }) => {
      toast.success(mutedUntil ? "Notices muted. Alerts still show here." : "Notices are on again.");
      return refreshCustomer(client, customerId);
    },
  });
}
