import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { checksRead } from "@/components/data/setup-reads";
import { FirstPaint } from "@/components/ui/first-paint";
import { listOverlaps } from "@/lib/insight/identity-overlaps/list-overlaps";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import { overlapsRead } from "../reads";
import { Overview } from "./overview";

export const metadata: Metadata = { title: "Overview" };

/** Both flows of a customer, live. The layout reads the flows; the checks and identities are read here. */
export default async function OverviewPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const actor = await requirePageActor();
  const [checks, overlaps] = await orNotFound(
    Promise.all([listHops({ actor }, { customerId }), listOverlaps({ actor }, { customerId })]),
  );
  return (
    <FirstPaint
      reads={[checksRead({ customerId }).paint(checks), overlapsRead({ customerId }).paint(overlaps)]}
    >
      <Overview customerId={customerId} />
    </FirstPaint>
  );
}
