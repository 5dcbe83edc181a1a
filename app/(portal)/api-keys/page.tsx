import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { apiKeyListInput } from "@/lib/team/api-keys/api-key-input";
import { listApiKeys } from "@/lib/team/api-keys/list-api-keys";
import { apiKeyList, KEY_FILTERS } from "../reads";
import { ApiKeys } from "./api-keys";

export const metadata: Metadata = { title: "API keys" };
export const dynamic = "force-dynamic";

/** Keys for scripts that use the JSON API. */
export default async function ApiKeysPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requirePageActor();
  const read = apiKeyList({}, readFilters(KEY_FILTERS, await searchParams));
  const firstPage = await listApiKeys({ actor }, apiKeyListInput.parse(read.query()));
  return (
    <FirstPaint reads={[read.paint(firstPage)]}>
      <ApiKeys />
    </FirstPaint>
  );
}
