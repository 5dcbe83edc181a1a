import type { Metadata } from "next";
import { paintEach, paintEndpoints, paintVolume } from "@/app/(portal)/customers/[customerId]/paint-flows";
import { overlapsRead } from "@/app/(portal)/customers/[customerId]/reads";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import {
  checksRead,
  customerRead,
  destinationsRead,
  setupOptionsRead,
  sourcesRead,
} from "@/components/data/setup-reads";
import { FirstPaint } from "@/components/ui/first-paint";
import { listOverlaps } from "@/lib/insight/identity-overlaps/list-overlaps";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import { showCustomer } from "@/lib/setup/customers/show-customer";
import { listDestinations } from "@/lib/setup/destinations/list-destinations";
import { readSetupOptions } from "@/lib/setup/setup-options";
import { listSources } from "@/lib/setup/sources/list-sources";
import { Onboarding } from "./onboarding";

export const metadata: Metadata = { title: "Onboarding" };
export const dynamic = "force-dynamic";

/** The rest of onboarding, step by step; it shows what is saved, so it can be left and resumed. */
export default async function OnboardingPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const ctx = { actor: await requirePageActor() };
  const [customer, sources, destinations, checks, overlaps] = await orNotFound(
    Promise.all([
      showCustomer(ctx, { customerId }),
      listSources(ctx, { customerId, limit: sourcesRead.limit }),
      listDestinations(ctx, { customerId, limit: destinationsRead.limit }),
      listHops(ctx, { customerId }),
      listOverlaps(ctx, { customerId }),
    ]),
  );
  const [ofSources, ofDestinations] = await orNotFound(
    Promise.all([
      paintEach(sources.items, ({ id }) =>
        Promise.all([
          paintVolume(ctx, customerId, id),
          paintEndpoints(ctx, { customerId, kind: "sources", ownerId: id }),
        ]),
      ),
      paintEach(destinations.items, async ({ id }) => [
        await paintEndpoints(ctx, { customerId, kind: "destinations", ownerId: id }),
      ]),
    ]),
  );
  return (
    <FirstPaint
      reads={[
        customerRead({ customerId }).paint(customer),
        sourcesRead({ customerId }).paint(sources),
        destinationsRead({ customerId }).paint(destinations),
        checksRead({ customerId }).paint(checks),
        overlapsRead({ customerId }).paint(overlaps),
        setupOptionsRead({}).paint(readSetupOptions(ctx)),
        ...ofSources,
        ...ofDestinations,
      ]}
    >
      <Onboarding customerId={customerId} />
    </FirstPaint>
  );
}
