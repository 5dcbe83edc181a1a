import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listReplays } from "@/lib/forwarding/replays/list-replays";
import { listSources } from "@/lib/setup/sources/list-sources";
import { replayList } from "./reads";
import { ReplayScreen } from "./replay-screen";

export const metadata: Metadata = { title: "Replay" };
export const dynamic = "force-dynamic";

/** Mapping and sending events again, with a preview first. */
export default async function ReplayPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await readIds(params);
  const ctx = { actor: await requirePageActor() };
  const [sources, replays] = await orNotFound(
    Promise.all([
      listSources(ctx, { customerId, limit: 100 }),
      listReplays(ctx, { customerId, limit: replayList.limit }),
    ]),
  );
  return (
    <FirstPaint reads={[replayList({ customerId }).paint(replays)]}>
      <ReplayScreen customerId={customerId} sources={sources.items} />
    </FirstPaint>
  );
}
