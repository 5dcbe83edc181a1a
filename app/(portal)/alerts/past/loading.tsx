import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Past alerts" />
      <SkeletonRows label="Loading the past alerts" />
    </>
  );
}
