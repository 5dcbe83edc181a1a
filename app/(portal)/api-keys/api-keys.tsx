"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { BookOpen, KeyRound } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/components/data/use-actor";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { Select } from "@/components/ui/field";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { apiKeyList, KEY_FILTERS, shownState } from "../reads";
import { ApiKeyTable } from "./api-key-table";
import { CreateKeyDialog } from "./create-key-dialog";

/** A key's last use is exact to the minute. */
const POLL_INTERVAL_MS = 30_000;

/** One's own keys; an admin sees everybody's. */
export function ApiKeys() {
  const isAdmin = useCan("admin");
  const [isCreating, setCreating] = useState(false);
  const [filters, setFilters] = useUrlFilters(KEY_FILTERS);
  const state = shownState(filters.state);
  const keys = useInfiniteQuery({
    ...apiKeyList({}, filters).options,
    refetchInterval: POLL_INTERVAL_MS,
  });
  const rows = keys.data?.pages.flatMap((page) => page.items);
  const create = (
    <Button tone="primary" icon={KeyRound} onClick={() => setCreating(true)}>
      New API key
    </Button>
  );

  return (
    <>
      <PageHeader
        title="API keys"
        description={
          isAdmin
            ? "Scripts use a key to call the JSON API. A key can do what its role allows, and never more than its owner. You see everyone’s keys."
            : "Scripts use a key to call the JSON API. A key can do what its role allows, and never more than you. You see your own keys."
        }
        actions={
          <>
            <ButtonLink href="/api-reference" icon={BookOpen}>
              API reference
            </ButtonLink>
            {create}
          </>
        }
      />
      <div className="mb-3 w-40">
        <Select
          aria-label="Which keys"
          value={state}
          onChange={(event) => setFilters({ state: event.target.value === "revoked" ? "revoked" : "" })}
        >
          <option value="active">In use</option>
          <option value="revoked">Revoked</option>
        </Select>
      </div>
      {rows?.length === 0 ? (
        <EmptyState icon={KeyRound} title={state === "active" ? "No API keys yet" : "No revoked keys"}>
          {state === "active" &&
            "A script or scheduled job needs one to use the JSON API, which can do everything this portal does."}
        </EmptyState>
      ) : rows ? (
        <ApiKeyTable rows={rows} />
      ) : keys.error ? (
        <FailedState error={keys.error} onRetry={() => keys.refetch()} />
      ) : (
        <SkeletonRows label="Loading the API keys" />
      )}
      <LoadMore query={keys} />
      <CreateKeyDialog isOpen={isCreating} onClose={() => setCreating(false)} />
    </>
  );
}
