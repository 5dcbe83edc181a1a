import type { Metadata } from "next";
import { Overview } from "./overview";

export const metadata: Metadata = { title: "Overview" };

/** Both flows of a customer, live. What it shows at first is read by the layout. */
export default async function OverviewPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await params;
  return <Overview customerId={customerId} />;
}
