"use client";

import { urlOf } from "@/components/data/address";
import { useCan } from "@/components/data/use-actor";
import { ButtonLink, DownloadLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import type { Retention } from "@/lib/privacy/retention/apply-retention";
import { DeletionRequests } from "./deletion-requests";
import { EraseUser } from "./erase-user";
import { ErasureList } from "./erasure-list";

/** What is kept about a customer, and how to get it or delete it. */
export function DataScreen({ customerId, retention }: { customerId: string; retention: Retention }) {
  const isAdmin = useCan("admin");
  return (
    <>
      <PageHeader
        title="Data and erasure"
        description="What is stored for this customer, downloads, deletion requests, and erasing a user."
        actions={<ButtonLink href={`/customers/${customerId}/setup`}>Back to Setup</ButtonLink>}
      />
      <div className="space-y-5">
        <Card
          title="Retention"
          description={`What Braze and Heap sent is kept for ${retention.bodyDays} days, and the outcome of each event for ${retention.outcomeDays} days. Anything not sent on yet is kept until it is. Members are kept while they are in a segment, and for a time after they leave, until there is nothing left to tell Braze about them. The audit log is kept forever.`}
        />
        <DeletionRequests customerId={customerId} />
        {isAdmin ? (
          <>
            <Card
              title="Download everything"
              description="Settings, events, members, syncs, alerts, what Braze and Heap sent, and the audit log, in one file: a JSON object on each line, gzipped. It contains personal data but no secrets. The download is recorded in the audit log."
              actions={
                <DownloadLink href={urlOf("/api/v1/customers/[customerId]/export.ndjson.gz", { customerId })}>
                  Download everything
                </DownloadLink>
              }
            >
              <p className="text-xs text-ink-soft">
                The last line has the type “end”. If it is missing, the file is incomplete: download it again.
              </p>
            </Card>
            <EraseUser customerId={customerId} />
          </>
        ) : (
          <p className="text-ink-soft">
            An admin on your team can download everything about this customer and erase one of its users.
          </p>
        )}
        <ErasureList customerId={customerId} />
      </div>
    </>
  );
}
