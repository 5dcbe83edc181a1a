import { PageHeader } from "@/components/page-header";
import { SkeletonRows } from "@/components/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Alerts" />
      <SkeletonRows label="Loading the alerts" />
    </>
  );
}
