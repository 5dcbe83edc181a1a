import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Channels } from "@/lib/insight/notices/notice-channels";
import { prepareMessages } from "@/lib/insight/notices/prepare-messages";
import { sendMessages } from "@/lib/insight/notices/send-messages";
import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { pool, prisma } from "@/lib/kernel/database";
import { startAnsweringServer } from "./answering-server";
import { makeMember } from "./make-team";
import { startSmtpReceiver } from "./smtp-receiver";

/** For tests of notices: a mail server, a webhook, and for each test a customer with an owner. */
interface NoticeWorld {
  readonly smtp: Awaited<ReturnType<typeof startSmtpReceiver>>;
  readonly slack: Awaited<ReturnType<typeof startAnsweringServer>>;
  /** What the webhook answers: 200 unless set. */
  slackStatus: number;
  readonly channels: Channels;
  readonly owner: { id: string; email: string };
  readonly customerId: string;
  open(subject?: string, customerId?: string): Promise<unknown>;
  resolve(subject?: string): Promise<unknown>;
  /** Sets columns of the customer's alerts. */
  setAlerts(set: string): Promise<unknown>;
  /** Makes time pass for everything that waits. */
  pass(minutes: number): Promise<void>;
  run(channels?: Channels): Promise<void>;
  /** What runs every minute, for this many minutes. */
  live(minutes: number): Promise<void>;
}

/** Sets the world up for each test of a file. */
export function setUpNotices(): NoticeWorld {
  let smtp: NoticeWorld["smtp"];
  let slack: NoticeWorld["slack"];
  let channels: Channels;
  let owner: NoticeWorld["owner"];
  let customerId: string;
  beforeAll(async () => {
    smtp = await startSmtpReceiver();
    slack = await startAnsweringServer((res) => res.writeHead(world.slackStatus).end());
    channels = {
      mailServer: { url: smtp.url, from: "Tributary <tributary@example.com>" },
      webhookUrl: `${slack.url}/services/secret-path`,
      portalUrl: "https://portal.example.com",
    };
  });
  afterAll(() => Promise.all([smtp.stop(), slack.stop()]));
  beforeEach(async () => {
    // Each test looks at its own customer only.
    await pool.query("DELETE FROM notice");
    await pool.query("DELETE FROM message");
    await pool.query("UPDATE alert SET resolved_at = now() - interval '2 days'");
    smtp.mails.length = 0;
    smtp.mood = "takes";
    slack.received.length = 0;
    world.slackStatus = 200;
    owner = await prisma.user.findUniqueOrThrow({ where: { id: (await makeMember("csm")).userId } });
    const customer = await prisma.customer.create({
      data: { name: "Acme & <Co>", state: "live", ownerId: owner.id },
    });
    customerId = customer.id;
  });

  const world: NoticeWorld = {
    get smtp() {
      return smtp;
    },
    get slack() {
      return slack;
    },
    slackStatus: 200,
    get channels() {
      return channels;
    },
    get owner() {
      return owner;
    },
    get customerId() {
      return customerId;
    },
    open: (subject = "one", of = customerId) => openAlert(pool, alertOf(subject, of)),
    resolve: (subject = "one") => resolveAlert(pool, alertOf(subject, customerId)),
    setAlerts: (set) => pool.query(`UPDATE alert SET ${set} WHERE customer_id = $1`, [customerId]),
    async pass(minutes) {
      await pool.query("UPDATE notice SET created_at = created_at - make_interval(mins => $1)", [minutes]);
      await pool.query(
        `UPDATE message SET created_at = created_at - make_interval(mins => $1),
           sent_at = sent_at - make_interval(mins => $1), next_attempt_at = next_attempt_at - make_interval(mins => $1)`,
        [minutes],
      );
      await pool.query(
        `UPDATE alert SET opened_at = opened_at - make_interval(mins => $1),
           resolved_at = resolved_at - make_interval(mins => $1),
           snoozed_until = snoozed_until - make_interval(mins => $1)
         WHERE customer_id = $2`,
        [minutes, customerId],
      );
    },
    async run(with_ = channels) {
      await prepareMessages(with_);
      await sendMessages(with_);
    },
    async live(minutes) {
      for (let minute = 0; minute < minutes; minute++) {
        await world.run();
        await world.pass(1);
      }
      await world.run();
    },
  };
  return world;
}

function alertOf(subject: string, customerId: string) {
  return {
    customerId,
    kind: "heap_app_refused",
    subject,
    message: `Heap has accepted nothing from “${subject}”.`,
    cause: "Heap answered 503.",
    nextAction: "Wait.",
  } as const;
}

/** A mail's text without its transfer encoding. */
export function decodedMail(text = ""): string {
  return text
    .replaceAll(/=\r\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
