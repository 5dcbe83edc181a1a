"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { StatusPill } from "@/components/ui/status-pill";
import type { SourceView } from "@/lib/setup/sources/source-view";
import type { DeletionsQuestion } from "./source-deletions-dialog";

const SourceDeletionsDialog = dynamic(
  () => import("./source-deletions-dialog").then((module) => module.SourceDeletionsDialog),
  { ssr: false },
);

/** What becomes of a source's requests to delete a user, and the key for deleting in Heap. */
export function SourceDeletions({ source, canChange }: { source: SourceView; canChange: boolean }) {
  const [asking, setAsking] = useState<DeletionsQuestion | null>(null);
  const { carriesOutDeletions: isOn, hasHeapApiKey } = source;
  return (
    <section aria-label={`Deletion requests of ${source.name}`} className="border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            Deletion requests{" "}
            <StatusPill tone={isOn ? "good" : "quiet"}>
              {isOn ? "Carried out automatically" : "Decided case by case"}
            </StatusPill>
            <StatusPill tone={hasHeapApiKey ? "good" : "quiet"}>
              {hasHeapApiKey ? "Heap API key set" : "No Heap API key"}
            </StatusPill>
          </p>
          <p className="mt-0.5 text-xs text-ink-soft">
            {isOn
              ? "Every user that Braze asks Tributary to delete is erased here, and deleted in Heap and in Braze where a key allows it, without asking anyone. If an ID also belongs to someone else, the request waits for a decision."
              : "They are listed under Data and erasure with their deadlines. An admin starts each one."}
          </p>
        </div>
        {canChange && (
          <div className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => setAsking("key")}>
              {hasHeapApiKey ? "Replace Heap API key" : "Enter Heap API key"}
            </Button>
            {hasHeapApiKey && (
              <Button size="small" onClick={() => setAsking(isOn ? "switch_off" : "switch_on")}>
                {isOn ? "Decide case by case" : "Carry out automatically…"}
              </Button>
            )}
            {hasHeapApiKey && !isOn && (
              <Button size="small" tone="danger" onClick={() => setAsking("remove_key")}>
                Remove Heap API key
              </Button>
            )}
          </div>
        )}
      </div>
      {asking && <SourceDeletionsDialog source={source} asking={asking} onClose={() => setAsking(null)} />}
    </section>
  );
}
