import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listOpenAlerts } from "@/lib/insight/alerts/list-open-alerts";
import { Alerts } from "./alerts";

export const metadata: Metadata = { title: "Alerts" };

/** Every open alert, most urgent first. */
export default async function AlertsPage({ searchParams }: { searchParams: Promise<{ owner?: string }> }) {
  const actor = await requirePageActor();
  const isMine = (await searchParams).owner === "me";
  const firstPage = await listOpenAlerts({ actor }, { ownerId: isMine ? "me" : undefined });
  return (
    <FirstPaint pages={[[["alerts", isMine ? "me" : "all"], firstPage]]}>
      <Alerts />
    </FirstPaint>
  );
}
