"use client";

import { useQuery } from "@tanstack/react-query";
import { ASIDE_MS } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { userPropertiesRead } from "@/app/(portal)/customers/[customerId]/reads";
import type { SourceView } from "@/lib/setup/sources/source-view";

/** What Heap has and lacks of a source's user properties, in one line. */
export function UserProperties({ source }: { source: SourceView }) {
  const { data, error } = useQuery({
    ...userPropertiesRead({ customerId: source.customerId, sourceId: source.id }).options,
    refetchInterval: ASIDE_MS,
  });
  // Counting takes as long as there are values, so the page does not wait for it; its line is there from the start.
  if (error && !data) return null;
  if (!data) return <p className="text-xs text-ink-soft">Counting the values of user properties…</p>;
  const figures = [
    `${data.sent.toLocaleString("en")} sent`,
    `${data.owed.toLocaleString("en")} queued`,
    `${data.refused.toLocaleString("en")} refused by Heap`,
  ];
  return (
    <p className="text-xs text-ink-soft">
      Values of user properties: {figures.join(", ")}
      {data.refusedWords &&
        ` (“${data.refusedWords}”). Correct the rule; the value is sent again when it changes`}
      .
    </p>
  );
}
