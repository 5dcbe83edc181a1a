import { SkeletonRows } from "@/components/ui/skeleton";

/** The shape of a page while the server reads it. */
export default function Loading() {
  return <SkeletonRows label="Loading this page" />;
}
