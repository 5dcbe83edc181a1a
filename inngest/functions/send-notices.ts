import { readChannels } from "@/lib/insight/notices/notice-channels";
import { prepareMessages } from "@/lib/insight/notices/prepare-messages";
import { sendMessages } from "@/lib/insight/notices/send-messages";
import { inngest } from "../client";

/** Every minute sends notices of alerts that opened or resolved, and retries those that could not be sent. */
export const sendNotices = inngest.createFunction(
  { id: "send-notices", triggers: [{ cron: "* * * * *" }], retries: 1 },
  async ({ step }) => {
    const formed = await step.run("prepare", () => prepareMessages(readChannels()));
    const sent = await step.run("send", () => sendMessages(readChannels()));
    return { formed, sent };
  },
);
