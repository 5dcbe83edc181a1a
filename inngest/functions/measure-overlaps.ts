import { findDueOverlaps } from "@/lib/insight/identity-overlaps/find-due-overlaps";
import { measureOverlap } from "@/lib/insight/identity-overlaps/measure-overlap";
import { workApart } from "@/lib/kernel/alerts/stuck-work";
import { inngest } from "../client";

/** Every minute compares the identities of the sources that are due with the members of their customers. */
export const measureOverlaps = inngest.createFunction(
  { id: "measure-overlaps", triggers: [{ cron: "* * * * *" }], retries: 1 },
  async ({ step }) => {
    const due = await step.run("find-due", findDueOverlaps);
    for (const source of due) {
      await step.run(`measure-${source.sourceId}`, async () => {
        const { customerId, sourceId } = source;
        const piece = { customerId, subjectId: sourceId, doing: "comparing a source's users with Heap's" };
        const worked = await workApart({ job: "overlap", ...piece }, () => measureOverlap(source));
        if (worked.kind !== "done") return { events: 0, members: 0 };
        const { facts } = worked.result;
        return { events: facts.events, members: facts.members };
      });
    }
    return { measured: due.length };
  },
);
