import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listApiKeys } from "@/lib/team/api-keys/list-api-keys";
import { ApiKeys } from "./api-keys";

export const metadata: Metadata = { title: "API keys" };
export const dynamic = "force-dynamic";

/** Keys with which scripts use the JSON API. */
export default async function ApiKeysPage({ searchParams }: { searchParams: Promise<{ state?: string }> }) {
  const actor = await requirePageActor();
  const state = (await searchParams).state === "revoked" ? "revoked" : "active";
  const firstPage = await listApiKeys({ actor }, { limit: 50, state });
  return (
    <FirstPaint pages={[[["api-keys", state], firstPage]]}>
      <ApiKeys />
    </FirstPaint>
  );
}
