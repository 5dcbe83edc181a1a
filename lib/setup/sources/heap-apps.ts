import { prisma } from "@/lib/kernel/database";

/** The Heap apps of a customer's sources that are not paused: whom to forward for when something held is let go. */
export async function findHeapApps(customerId: string): Promise<string[]> {
  const sources = await prisma.source.findMany({
    where: { customerId, pausedAt: null },
    select: { heapApp: true },
    distinct: ["heapApp"],
  });
  return sources.map((source) => source.heapApp);
}
