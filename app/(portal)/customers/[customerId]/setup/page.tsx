import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { destinationsRead, sourcesRead } from "@/components/data/setup-reads";
import { FirstPaint } from "@/components/ui/first-paint";
import { NEXT_STATES } from "@/lib/setup/customers/transitions";
import { listDestinations } from "@/lib/setup/destinations/list-destinations";
import { listSources } from "@/lib/setup/sources/list-sources";
import { listStatusLinks } from "@/lib/setup/status-links/list-status-links";
import { paintDestination, paintSource } from "../paint-flows";
import { statusLinksRead } from "../reads";
import { Setup } from "./setup";

export const metadata: Metadata = { title: "Setup" };

/** How a customer is set up. The customer itself is read by the layout. */
export default async function SetupPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const ctx = { actor: await requirePageActor() };
  const [sources, destinations, statusLinks] = await orNotFound(
    Promise.all([
      listSources(ctx, { customerId, limit: sourcesRead.limit }),
      listDestinations(ctx, { customerId, limit: destinationsRead.limit }),
      listStatusLinks(ctx, { customerId, limit: statusLinksRead.limit }),
    ]),
  );
  const ofFlows = await orNotFound(
    Promise.all([
      ...sources.items.map((source) => paintSource(ctx, source)),
      ...destinations.items.map((destination) => paintDestination(ctx, destination)),
    ]),
  );
  return (
    <FirstPaint
      reads={[
        sourcesRead({ customerId }).paint(sources),
        destinationsRead({ customerId }).paint(destinations),
        statusLinksRead({ customerId }).paint(statusLinks),
        ...ofFlows.flat(),
      ]}
    >
      <Setup customerId={customerId} steps={NEXT_STATES} />
    </FirstPaint>
  );
}
