import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { listApiKeys } from "@/lib/team/api-keys/list-api-keys";
import { ApiKeys } from "./api-keys";
import { apiKeyList, KEY_FILTERS, shownState } from "./reads";

export const metadata: Metadata = { title: "API keys" };
export const dynamic = "force-dynamic";

/** Keys for scripts that use the JSON API. */
export default async function ApiKeysPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requirePageActor();
  const filters = readFilters(KEY_FILTERS, await searchParams);
  const wish = { limit: apiKeyList.limit, state: shownState(filters.state) };
  const firstPage = await listApiKeys({ actor }, wish);
  return (
    <FirstPaint reads={[apiKeyList({}, filters).paint(firstPage)]}>
      <ApiKeys />
    </FirstPaint>
  );
}
