import { workApart } from "@/lib/kernel/alerts/stuck-work";
import { measureOverlap } from "./measure-overlap";

/**
 * Measures one of several sources: one that cannot be measured holds up none of the others. Its alert is `work_stuck`.
 * @returns what was compared; 0 when it was not
 */
export async function measureApart(source: {
  customerId: string;
  sourceId: string;
}): Promise<{ events: number; members: number }> {
  const { customerId, sourceId: subjectId } = source;
  const piece = { subjectId, customerId, doing: "comparing a source’s users with Heap’s" };
  const worked = await workApart({ job: "overlap", ...piece }, () => measureOverlap(source));
  if (worked.kind !== "done") return { events: 0, members: 0 };
  const { events, members } = worked.result.facts;
  return { events, members };
}
