import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="API keys" />
      <SkeletonRows label="Loading the API keys" />
    </>
  );
}
