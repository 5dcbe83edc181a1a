import { prisma } from "@/lib/kernel/database";

/** The Heap apps of a customer's sources that are not paused: those to forward for when a hold ends. */
export async function findHeapApps(customerId: string): Promise<string[]> {
  const sources = await prisma.source.findMany({
    where: { customerId, pausedAt: null },
    select: { heapApp: true },
    distinct: ["heapApp"],
  });
  return sources.map((source) => source.heapApp);
}
