import type { Metadata } from "next";
import { orNotFound } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { Hydrating } from "@/components/ui/hydrating";
import { listErasures } from "@/lib/privacy/erasures/list-erasures";
import { readRetention } from "@/lib/privacy/retention/read-retention";
import { DataScreen } from "./data-screen";

export const metadata: Metadata = { title: "Data" };

/** What is kept about a customer and for how long; all of it as a file; erasing one user. */
export default async function DataPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await params;
  const actor = await requirePageActor();
  await orNotFound(listErasures({ actor }, { customerId, limit: 1 }));
  return (
    <>
      <Hydrating />
      <DataScreen customerId={customerId} retention={readRetention()} />
    </>
  );
}
