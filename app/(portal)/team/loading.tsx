import { PageHeader } from "@/components/page-header";
import { SkeletonRows } from "@/components/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Team" />
      <SkeletonRows label="Loading the team" />
    </>
  );
}
