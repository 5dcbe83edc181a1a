import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { pool, prisma } from "@/lib/kernel/database";
import { startAnsweringServer } from "@/tools/testing/answering-server";
import { makeMember } from "@/tools/testing/make-team";
import { startSmtpReceiver } from "@/tools/testing/smtp-receiver";
import type { Channels } from "./notice-channels";
import { prepareMessages } from "./prepare-messages";
import { sendMessages } from "./send-messages";

let smtp: Awaited<ReturnType<typeof startSmtpReceiver>>;
let slack: Awaited<ReturnType<typeof startAnsweringServer>>;
let slackStatus = 200;
let channels: Channels;
let owner: { id: string; email: string };
let customerId: string;

beforeAll(async () => {
  smtp = await startSmtpReceiver();
  slack = await startAnsweringServer((res) => res.writeHead(slackStatus).end());
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
  slackStatus = 200;
  owner = await prisma.user.findUniqueOrThrow({ where: { id: (await makeMember("csm")).userId } });
  const customer = await prisma.customer.create({
    data: { name: "Acme & <Co>", state: "live", ownerId: owner.id },
  });
  customerId = customer.id;
});

const alertOf = (subject: string) =>
  ({
    customerId,
    kind: "heap_app_refused",
    subject,
    message: `Heap has accepted nothing from “${subject}”.`,
    cause: "Heap answered 503.",
    nextAction: "Wait.",
  }) as const;

const open = (subject = "one") => openAlert(pool, alertOf(subject));
const resolve = (subject = "one") => resolveAlert(pool, alertOf(subject));

/** Makes time pass for everything that waits. */
async function pass(minutes: number): Promise<void> {
  await pool.query("UPDATE notice SET created_at = created_at - make_interval(mins => $1)", [minutes]);
  await pool.query(
    `UPDATE message SET created_at = created_at - make_interval(mins => $1),
       sent_at = sent_at - make_interval(mins => $1), next_attempt_at = next_attempt_at - make_interval(mins => $1)`,
    [minutes],
  );
  await pool.query(
    `UPDATE alert SET opened_at = opened_at - make_interval(mins => $1), resolved_at = resolved_at - make_interval(mins => $1),
       snoozed_until = snoozed_until - make_interval(mins => $1)
     WHERE customer_id = $2`,
    [minutes, customerId],
  );
}

async function run(with_: Channels = channels): Promise<void> {
  await prepareMessages(with_);
  await sendMessages(with_);
}

/** What runs every minute, for this many minutes. */
async function live(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await run();
    await pass(1);
  }
  await run();
}

const messages = () => prisma.message.findMany({ where: { customerId }, orderBy: { createdAt: "asc" } });
const decoded = (text: string) =>
  text
    .replaceAll(/=\r\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

test("an alert is announced once over each channel, to the owner, with cause, next action and a link to the page", async () => {
  await open();
  await live(40);
  expect(smtp.mails).toHaveLength(1);
  expect(smtp.mails[0]?.recipients).toEqual([owner.email]);
  const mail = decoded(smtp.mails[0]?.text ?? "");
  expect(mail).toContain("Cause: Heap answered 503.");
  expect(mail).toContain("What to do: Wait.");
  expect(mail).toContain(`https://portal.example.com/customers/${customerId}/setup`);

  expect(slack.received).toHaveLength(1);
  const { text } = JSON.parse(slack.received[0]?.body ?? "");
  expect(text).toContain("Acme &amp; &lt;Co&gt;");
  expect(text).toContain("What to do: Wait.");
});

test("its end is announced once, a quarter of an hour later, to those who were told that it opened", async () => {
  await open();
  await live(6);
  await resolve();
  await live(14);
  expect(smtp.mails).toHaveLength(1);
  await live(10);
  expect(smtp.mails).toHaveLength(2);
  expect(decoded(smtp.mails[1]?.text ?? "")).toContain("Resolved at");
  await live(30);
  expect(smtp.mails).toHaveLength(2);
});

/** Puts the customer's alerts off, or says that they are acknowledged. */
const setAlerts = (set: string) => pool.query(`UPDATE alert SET ${set} WHERE customer_id = $1`, [customerId]);

test("a snoozed alert is announced when its snooze is over; an acknowledged one at once", async () => {
  await open();
  await setAlerts("snoozed_until = now() + interval '1 hour'");
  await live(30);
  expect(smtp.mails).toEqual([]);
  await setAlerts("snoozed_until = now() - interval '1 s'");
  await live(6);
  expect(smtp.mails).toHaveLength(1);

  await resolve();
  await setAlerts("resolved_at = now() - interval '2 days'");
  await live(20);
  await open("two");
  await setAlerts("acknowledged_at = now(), acknowledged_by = 'Ada'");
  await live(6);
  expect(smtp.mails).toHaveLength(2);
});

test("who was told of an alert before its snooze is told once more after it, and of its end", async () => {
  await open();
  await live(6);
  await setAlerts("snoozed_until = now() + interval '1 hour'");
  await live(20);
  expect(smtp.mails).toHaveLength(1);
  await setAlerts("snoozed_until = now() - interval '1 s'");
  await live(20);
  expect(smtp.mails).toHaveLength(2);
  await resolve();
  await live(20);
  expect(smtp.mails).toHaveLength(3);
  expect(decoded(smtp.mails[2]?.text ?? "")).toContain("Resolved at");
});

test("a snooze that a person ends tells nobody a second time", async () => {
  await open();
  await live(6);
  await setAlerts("snoozed_until = now() + interval '1 hour'");
  await live(5);
  await setAlerts("snoozed_until = NULL");
  await live(30);
  expect(smtp.mails).toHaveLength(1);
});

test("an alert that comes and goes sends nothing more", async () => {
  await open();
  await live(6);
  for (let round = 0; round < 8; round++) {
    await resolve();
    await live(5);
    await open();
    await live(5);
  }
  expect(smtp.mails).toHaveLength(1);
  expect(slack.received).toHaveLength(1);
});

test("an alert that ends before anyone was told sends nothing at all", async () => {
  await open();
  await live(3);
  await resolve();
  await live(40);
  expect(smtp.mails).toEqual([]);
});

test("fifty alerts within five minutes are one message; what comes later waits for a quarter of an hour and goes together", async () => {
  for (let n = 0; n < 50; n++) await open(`alert ${n}`);
  await live(6);
  expect(smtp.mails).toHaveLength(1);
  expect(decoded(smtp.mails[0]?.text ?? "")).toContain("And 30 more.");

  for (let n = 0; n < 5; n++) {
    await open(`later ${n}`);
    await live(2);
  }
  expect(smtp.mails).toHaveLength(1);
  await live(10);
  expect(smtp.mails).toHaveLength(2);
});

test("without an owner every admin who can sign in is told, and nobody else", async () => {
  await prisma.customer.update({ where: { id: customerId }, data: { ownerId: null } });
  const admins = [await makeMember("admin"), await makeMember("admin")];
  const gone = await makeMember("admin");
  await prisma.user.update({ where: { id: gone.userId }, data: { disabledAt: new Date() } });
  await open();
  await live(6);
  const users = await prisma.user.findMany({ where: { id: { in: admins.map(({ userId }) => userId) } } });
  expect(smtp.mails[0]?.recipients.toSorted()).toEqual(users.map(({ email }) => email).toSorted());
});

test.each<["takes" | "silent" | { refuses: number }]>([[{ refuses: 451 }], [{ refuses: 550 }]])(
  "a mail server that says %j is survived: the webhook goes out, the mail is tried again with growing waits, and holds no address in its error",
  async (mood) => {
    smtp.mood = mood;
    await open();
    await live(6);
    expect(slack.received).toHaveLength(1);
    const [mail] = (await messages()).filter(({ channel }) => channel === "mail");
    expect(mail).toMatchObject({ state: "waiting", attempts: expect.any(Number) });
    expect(mail?.error).toMatch(/45|55/);
    expect(mail?.error).not.toContain("@");

    smtp.mood = "takes";
    await live(5);
    expect(smtp.mails).toHaveLength(1);
  },
);

test("a silent mail server does not hold up others for long", async () => {
  smtp.mood = "silent";
  await open();
  await prepareMessages(channels);
  await pass(6);
  await prepareMessages(channels);
  const slow = { ...channels, mailServer: { url: `${smtp.url}?greetingTimeout=300`, from: "a@example.com" } };
  await sendMessages(slow);
  expect(slack.received).toHaveLength(1);
  expect((await messages()).map(({ state }) => state).toSorted()).toEqual(["sent", "waiting"]);
});

test("a webhook that refuses gets the message later, and its address appears nowhere", async () => {
  slackStatus = 500;
  await open();
  await live(6);
  expect(JSON.stringify(await messages())).not.toContain("secret-path");
  slackStatus = 200;
  const refused = slack.received.length;
  await live(10);
  expect(slack.received).toHaveLength(refused + 1);
  expect(smtp.mails).toHaveLength(1);
});

test("a message nobody takes for a day is given up", async () => {
  smtp.mood = { refuses: 550 };
  await open();
  await live(6);
  await pass(25 * 60);
  await run();
  expect((await messages()).find(({ channel }) => channel === "mail")).toMatchObject({ state: "failed" });
});

test("several processes at once send a message once", async () => {
  await open();
  await prepareMessages(channels);
  await pass(6);
  await Promise.all([run(), run(), run(), run()]);
  expect(smtp.mails).toHaveLength(1);
  expect(slack.received).toHaveLength(1);
});

test("without a mail server the mail is kept in its table, and not sent later", async () => {
  await open();
  const without = { ...channels, mailServer: null, webhookUrl: null };
  await prepareMessages(without);
  await pass(6);
  await run(without);
  expect(await messages()).toMatchObject([{ channel: "mail", state: "kept", recipients: [owner.email] }]);
  await pass(60);
  await run({ ...channels, webhookUrl: null });
  expect(smtp.mails).toEqual([]);
});

test("a muted customer gets no notices; what is still open when the mute ends is announced then", async () => {
  await prisma.customer.update({
    where: { id: customerId },
    data: { mutedUntil: new Date(Date.now() + 3_600_000) },
  });
  await open();
  await live(20);
  expect(smtp.mails).toEqual([]);
  expect(await prisma.alert.count({ where: { customerId, resolvedAt: null } })).toBe(1);

  await prisma.customer.update({ where: { id: customerId }, data: { mutedUntil: new Date() } });
  await live(6);
  expect(smtp.mails).toHaveLength(1);
});

test("a paused customer gets no notices, and one customer's notices do not hold up another's", async () => {
  await prisma.customer.update({ where: { id: customerId }, data: { state: "paused" } });
  await open();
  const other = await prisma.customer.create({ data: { name: "Other", state: "live", ownerId: owner.id } });
  await openAlert(pool, { ...alertOf("x"), customerId: other.id });
  await live(6);
  expect(smtp.mails).toHaveLength(1);
  expect(decoded(smtp.mails[0]?.text ?? "")).toContain("Other");
  expect(decoded(smtp.mails[0]?.text ?? "")).not.toContain("Acme");
});

test("a mail tells times in the zone that its reader chose; the webhook, which many read, in UTC", async () => {
  await prisma.user.update({ where: { id: owner.id }, data: { timeZone: "Asia/Tokyo" } });
  await open();
  await live(6);
  expect(decoded(smtp.mails[0]?.text ?? "")).toMatch(/Opened at \d+ \w+ \d{4}, \d\d:\d\d GMT\+9:/);
  expect(slack.received[0]?.body).toMatch(/Opened at \d+ \w+ \d{4}, \d\d:\d\d UTC:/);
});
