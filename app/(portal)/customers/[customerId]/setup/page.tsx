import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { destinationsRead, sourcesRead } from "@/components/data/setup-reads";
import { FirstPaint } from "@/components/ui/first-paint";
import { NEXT_STATES } from "@/lib/setup/customers/transitions";
import { listDestinations } from "@/lib/setup/destinations/list-destinations";
import { listSources } from "@/lib/setup/sources/list-sources";
import { Setup } from "./setup";

export const metadata: Metadata = { title: "Setup" };

/** How a customer is set up. The customer itself is read by the layout. */
export default async function SetupPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const actor = await requirePageActor();
  const [sources, destinations] = await orNotFound(
    Promise.all([
      listSources({ actor }, { customerId, limit: sourcesRead.limit }),
      listDestinations({ actor }, { customerId, limit: destinationsRead.limit }),
    ]),
  );
  return (
    <FirstPaint
      reads={[
        sourcesRead({ customerId }).paint(sources),
        destinationsRead({ customerId }).paint(destinations),
      ]}
    >
      <Setup customerId={customerId} steps={NEXT_STATES} />
    </FirstPaint>
  );
}
