import { PageHeader } from "@/components/page-header";
import { SkeletonRows } from "@/components/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="API keys" />
      <SkeletonRows label="Loading the API keys" />
    </>
  );
}
