import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listOverlaps } from "@/lib/insight/identity-overlaps/list-overlaps";
import { listChecks } from "@/lib/insight/proven-hops/list-hops";
import { Overview } from "./overview";

export const metadata: Metadata = { title: "Overview" };

/** Both flows of a customer, live. The flows are read by the layout, the checks and identities here. */
export default async function OverviewPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const actor = await requirePageActor();
  const [checks, overlaps] = await orNotFound(
    Promise.all([listChecks({ actor }, { customerId }), listOverlaps({ actor }, { customerId })]),
  );
  return (
    <FirstPaint
      data={[
        [["customer", customerId, "checks"], checks],
        [["customer", customerId, "identity-overlaps"], overlaps],
      ]}
    >
      <Overview customerId={customerId} />
    </FirstPaint>
  );
}
