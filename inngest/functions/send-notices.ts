import { readChannels } from "@/lib/insight/notices/notice-channels";
import { prepareMessages } from "@/lib/insight/notices/prepare-messages";
import { sendMessages } from "@/lib/insight/notices/send-messages";
import { inngest } from "../client";

/** Each minute tells of alerts that opened or resolved, and tries again what could not be sent. */
export const sendNotices = inngest.createFunction(
  { id: "send-notices", triggers: [{ cron: "* * * * *" }], retries: 1 },
  async ({ step }) => {
    const formed = await step.run("prepare", () => prepareMessages(readChannels()));
    const sent = await step.run("send", () => sendMessages(readChannels()));
    return { formed, sent };
  },
);
