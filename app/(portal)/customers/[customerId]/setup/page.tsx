import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { MAX_PAGE_SIZE } from "@/lib/kernel/api/keyset";
import { NEXT_STATES } from "@/lib/setup/customers/transitions";
import { listDestinations } from "@/lib/setup/destinations/list-destinations";
import { listSources } from "@/lib/setup/sources/list-sources";
import { Setup } from "./setup";

export const metadata: Metadata = { title: "Setup" };

/** How a customer is set up. The customer itself is read by the layout. */
export default async function SetupPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const actor = await requirePageActor();
  const input = { customerId, limit: MAX_PAGE_SIZE };
  const [sources, destinations] = await orNotFound(
    Promise.all([listSources({ actor }, input), listDestinations({ actor }, input)]),
  );
  return (
    <FirstPaint
      data={[
        [["customer", customerId, "sources"], sources],
        [["customer", customerId, "destinations"], destinations],
      ]}
    >
      <Setup customerId={customerId} steps={NEXT_STATES} />
    </FirstPaint>
  );
}
