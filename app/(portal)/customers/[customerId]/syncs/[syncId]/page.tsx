import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listPushes } from "@/lib/cohorts/syncs/list-pushes";
import { showSync } from "@/lib/cohorts/syncs/show-sync";
import { SyncScreen } from "./sync-screen";

export const metadata: Metadata = { title: "Sync" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string; syncId: string }>;
}

/** One sync with its pushes. */
export default async function SyncPage({ params }: Props) {
  const wish = await readIds(params);

  const ctx = { actor: await requirePageActor() };
  const [sync, pushes] = await orNotFound(
    Promise.all([showSync(ctx, wish), listPushes(ctx, { ...wish, limit: 50 })]),
  );
  const key = ["customer", wish.customerId, "syncs", wish.syncId];
  return (
    <FirstPaint data={[[key, sync]]} pages={[[[...key, "pushes", sync.state], pushes]]}>
      <SyncScreen {...wish} />
    </FirstPaint>
  );
}
