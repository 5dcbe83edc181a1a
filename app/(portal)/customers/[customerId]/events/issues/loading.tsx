import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Quarantined by cause" />
      <SkeletonRows label="Loading the causes" />
    </>
  );
}
