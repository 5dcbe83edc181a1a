"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { browserZone, useZone } from "@/components/format/zone";
import { Card } from "@/components/ui/card";
import { Field, Select } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";

/** In which time zone the user reads times: the browser's, or a chosen one, in which mails tell them too. */
export function TimeZone({ timeZone }: { timeZone: string | null }) {
  const client = useQueryClient();
  const router = useRouter();
  const isInBrowser = useZone() !== null;
  const change = useMutation({
    mutationFn: (chosen: string | null) =>
      changeApi("POST", "/api/v1/me/time-zone", { body: { timeZone: chosen } }),
    onSuccess: async ({ timeZone: now }) => {
      toast.success(now ? `Times are shown in ${now}.` : "Times are shown in your browser’s time zone.");
      // The zone of all screens comes with the page.
      router.refresh();
      await client.invalidateQueries({ queryKey: keyOf("/api/v1/me", {}) });
    },
  });
  const own = isInBrowser ? browserZone() : null;
  const zones = isInBrowser
    ? ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]
    : [];
  return (
    <Card title="Times">
      <Field
        label="Time zone"
        hint="Applies to every screen. Emails to you use it too; until you choose one, they use UTC. Days in charts are always UTC days."
      >
        {(control) => (
          <Select
            {...control}
            className="sm:max-w-96"
            value={timeZone ?? ""}
            disabled={change.isPending}
            onChange={(event) => change.mutate(event.target.value || null)}
          >
            <option value="">{own ? `Browser’s: ${own}` : "The browser’s"}</option>
            {timeZone && !zones.includes(timeZone) && <option value={timeZone}>{timeZone}</option>}
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll("_", " ")}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Card>
  );
}
