import { recountDestination } from "@/lib/cohorts/history/recount-destination";
import { recountSource } from "@/lib/forwarding/history/recount-source";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";

/** What a rebuild went through. */
export interface RebuiltHistory {
  sources: number;
  destinations: number;
}

/**
 * Counts the history of all customers again, from what is stored, as far back as that reaches; older counts stay. Safe
 * while the app runs, and to repeat.
 * @param onOwner called after each source or destination, with how many are done and how many there are
 * @throws TributaryError `forbidden` below admin
 */
export async function rebuildHistory(
  ctx: Ctx,
  onOwner: (done: number, total: number) => void = () => {},
): Promise<RebuiltHistory> {
  requireRole(ctx, "admin");
  const byId = { select: { id: true }, orderBy: { id: "asc" } } as const;
  const sources = await prisma.source.findMany(byId);
  const destinations = await prisma.destination.findMany(byId);
  const total = sources.length + destinations.length;
  let done = 0;

  for (const { id } of sources) {
    await recountSource(id);
    onOwner(++done, total);
  }
  for (const { id } of destinations) {
    await recountDestination(id);
    onOwner(++done, total);
  }
  const rebuilt = { sources: sources.length, destinations: destinations.length };
  await prisma.$transaction((tx) =>
    recordAudit(tx, ctx, {
      action: "history.rebuilt",
      customerId: null,
      subjectKind: "history",
      subjectId: "all",
      after: { ...rebuilt },
    }),
  );
  return rebuilt;
}
