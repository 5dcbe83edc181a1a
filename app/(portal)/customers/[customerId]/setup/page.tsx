import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { paintIfRead } from "@/app/paint-if-read";
import { destinationsRead, sourcesRead } from "@/components/data/setup-reads";
import { FirstPaint } from "@/components/ui/first-paint";
import { NEXT_STATES } from "@/lib/setup/customers/transitions";
import { listDestinations } from "@/lib/setup/destinations/list-destinations";
import { listSources } from "@/lib/setup/sources/list-sources";
import { listStatusLinks } from "@/lib/setup/status-links/list-status-links";
import { paintDestination, paintEach, paintSource } from "../paint-flows";
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
      paintIfRead(() => listStatusLinks(ctx, { customerId, limit: statusLinksRead.limit })),
    ]),
  );
  const [ofSources, ofDestinations] = await orNotFound(
    Promise.all([
      paintEach(sources.items, (source) => paintSource(ctx, source)),
      paintEach(destinations.items, (destination) => paintDestination(ctx, destination)),
    ]),
  );
  return (
    <FirstPaint
      reads={[
        sourcesRead({ customerId }).paint(sources),
        destinationsRead({ customerId }).paint(destinations),
        statusLinks && statusLinksRead({ customerId }).paint(statusLinks),
        ...ofSources,
        ...ofDestinations,
      ]}
    >
      <Setup customerId={customerId} steps={NEXT_STATES} />
    </FirstPaint>
  );
}
