import { findDueOverlaps } from "@/lib/insight/identity-overlaps/find-due-overlaps";
import { measureApart } from "@/lib/insight/identity-overlaps/measure-apart";
import { inngest } from "../client";

/** Every minute compares the identities of the sources that are due with the members of their customers. */
export const measureOverlaps = inngest.createFunction(
  { id: "measure-overlaps", triggers: [{ cron: "* * * * *" }], retries: 1 },
  async ({ step }) => {
    const due = await step.run("find-due", findDueOverlaps);
    for (const source of due) await step.run(`measure-${source.sourceId}`, () => measureApart(source));
    return { measured: due.length };
  },
);
