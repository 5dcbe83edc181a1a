import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listPushes } from "@/lib/cohorts/syncs/list-pushes";
import { showSync } from "@/lib/cohorts/syncs/show-sync";
import { pushList, syncRead } from "../../reads";
import { SyncScreen } from "./sync-screen";

export const metadata: Metadata = { title: "Sync" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string; syncId: string }>;
}

/** One sync with its pushes. */
export default async function SyncPage({ params }: Props) {
  const ids = await readIds(params);
  const ctx = { actor: await requirePageActor() };
  const [sync, pushes] = await orNotFound(
    Promise.all([showSync(ctx, ids), listPushes(ctx, { ...ids, limit: pushList.limit })]),
  );
  const pushRead = pushList(ids, { syncState: sync.state });
  return (
    <FirstPaint reads={[syncRead(ids).paint(sync), pushRead.paint(pushes)]}>
      <SyncScreen {...ids} />
    </FirstPaint>
  );
}
