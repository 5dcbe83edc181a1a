import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { paintIfRead } from "@/app/paint-if-read";
import { FirstPaint } from "@/components/ui/first-paint";
import { listDeletionRequests } from "@/lib/privacy/deletions/list-deletion-requests";
import { listErasures } from "@/lib/privacy/erasures/list-erasures";
import { readRetention } from "@/lib/privacy/retention/read-retention";
import { deletionList, erasureList } from "../../reads";
import { DataScreen } from "./data-screen";

export const metadata: Metadata = { title: "Data" };

/** What is kept about a customer and for how long; all of it as a file; erasing one user. */
export default async function DataPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const ctx = { actor: await requirePageActor() };
  const [erasures, deletions] = await orNotFound(
    Promise.all([
      listErasures(ctx, { customerId, limit: erasureList.limit }),
      paintIfRead(() => listDeletionRequests(ctx, { customerId, limit: deletionList.limit })),
    ]),
  );
  return (
    <FirstPaint
      reads={[
        erasureList({ customerId }).paint(erasures),
        deletions && deletionList({ customerId }).paint(deletions),
      ]}
    >
      <DataScreen customerId={customerId} retention={readRetention()} />
    </FirstPaint>
  );
}
