import { prisma } from "@/lib/kernel/database";

/** A current endpoint and its owner, without its secret. */
export interface CurrentEndpoint {
  id: string;
  sourceId: string | null;
  destinationId: string | null;
  ownerName: string;
}

/** A customer's current endpoints, oldest first. */
export async function readEndpoints(customerId: string): Promise<CurrentEndpoint[]> {
  const owner = { select: { name: true } };
  const rows = await prisma.endpoint.findMany({
    where: { customerId, expiresAt: null, revokedAt: null },
    select: { id: true, sourceId: true, destinationId: true, source: owner, destination: owner },
    orderBy: { id: "asc" },
  });
  return rows.map(({ source, destination, ...row }) => ({
    ...row,
    ownerName: (source ?? destination)?.name ?? "",
  }));
}
