import { SkeletonRows } from "@/components/skeleton";

export default function Loading() {
  return <SkeletonRows rows={8} label="Loading events" />;
}
