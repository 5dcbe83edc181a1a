import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listDryRuns } from "@/lib/cohorts/dry-runs/list-dry-runs";
import { dryRunList } from "../../reads";
import { DryRunsScreen } from "./dry-runs-screen";

export const metadata: Metadata = { title: "Dry runs" };
export const dynamic = "force-dynamic";

/** The history of a customer's dry runs. */
export default async function DryRunsPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const actor = await requirePageActor();
  const page = await orNotFound(listDryRuns({ actor }, { customerId, limit: dryRunList.limit }));
  return (
    <FirstPaint reads={[dryRunList({ customerId }).paint(page)]}>
      <DryRunsScreen customerId={customerId} />
    </FirstPaint>
  );
}
