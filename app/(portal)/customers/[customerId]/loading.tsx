import { SkeletonRows } from "@/components/skeleton";

export default function Loading() {
  return <SkeletonRows label="Loading this page" />;
}
