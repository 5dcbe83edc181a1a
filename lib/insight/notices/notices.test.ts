import { expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { makeMember } from "@/tools/testing/make-team";
import { decodedMail, setUpNotices } from "@/tools/testing/notice-world";
import { prepareMessages } from "./prepare-messages";
import { sendMessages } from "./send-messages";

const here = setUpNotices();
const messages = () =>
  prisma.message.findMany({ where: { customerId: here.customerId }, orderBy: { createdAt: "asc" } });

test("an alert is announced once over each channel, to the owner, with cause, next action and a link to the page", async () => {
  await here.open();
  await here.live(40);
  expect(here.smtp.mails).toHaveLength(1);
  expect(here.smtp.mails[0]?.recipients).toEqual([here.owner.email]);
  const mail = decodedMail(here.smtp.mails[0]?.text);
  expect(mail).toMatch(/^Heap answered 503\.\r?$/m);
  expect(mail).toContain("What to do: Wait.");
  expect(mail).toContain(`https://portal.example.com/customers/${here.customerId}/setup`);

  expect(here.slack.received).toHaveLength(1);
  const { text } = JSON.parse(here.slack.received[0]?.body ?? "");
  expect(text).toContain("Acme &amp; &lt;Co&gt;");
  expect(text).toContain("What to do: Wait.");
});

test("its end is announced once, a quarter of an hour later, to those who were told that it opened", async () => {
  await here.open();
  await here.live(6);
  await here.resolve();
  await here.live(14);
  expect(here.smtp.mails).toHaveLength(1);
  await here.live(10);
  expect(here.smtp.mails).toHaveLength(2);
  expect(decodedMail(here.smtp.mails[1]?.text)).toContain("Resolved on");
  await here.live(30);
  expect(here.smtp.mails).toHaveLength(2);
});

test("without an owner every admin who can sign in is told, and nobody else", async () => {
  await prisma.customer.update({ where: { id: here.customerId }, data: { ownerId: null } });
  const admins = [await makeMember("admin"), await makeMember("admin")];
  const gone = await makeMember("admin");
  await prisma.user.update({ where: { id: gone.userId }, data: { disabledAt: new Date() } });
  await here.open();
  await here.live(6);
  const users = await prisma.user.findMany({ where: { id: { in: admins.map(({ userId }) => userId) } } });
  expect(here.smtp.mails[0]?.recipients.toSorted()).toEqual(users.map(({ email }) => email).toSorted());
});

test.each<["takes" | "silent" | { refuses: number }]>([[{ refuses: 451 }], [{ refuses: 550 }]])(
  "a mail server that says %j is survived: the webhook goes out, the mail is tried again with growing waits, and holds no address in its error",
  async (mood) => {
    here.smtp.mood = mood;
    await here.open();
    await here.live(6);
    expect(here.slack.received).toHaveLength(1);
    const [mail] = (await messages()).filter(({ channel }) => channel === "mail");
    expect(mail).toMatchObject({ state: "waiting", attempts: expect.any(Number) });
    expect(mail?.error).toMatch(/45|55/);
    expect(mail?.error).not.toContain("@");

    here.smtp.mood = "takes";
    await here.live(5);
    expect(here.smtp.mails).toHaveLength(1);
  },
);

test("a silent mail server does not hold up others for long", async () => {
  here.smtp.mood = "silent";
  await here.open();
  await prepareMessages(here.channels);
  await here.pass(6);
  await prepareMessages(here.channels);
  const slow = {
    ...here.channels,
    mailServer: { url: `${here.smtp.url}?greetingTimeout=300`, from: "a@example.com" },
  };
  await sendMessages(slow);
  expect(here.slack.received).toHaveLength(1);
  expect((await messages()).map(({ state }) => state).toSorted()).toEqual(["sent", "waiting"]);
});

test("a webhook that refuses gets the message later, and its address appears nowhere", async () => {
  here.slackStatus = 500;
  await here.open();
  await here.live(6);
  expect(JSON.stringify(await messages())).not.toContain("secret-path");
  here.slackStatus = 200;
  const refused = here.slack.received.length;
  await here.live(10);
  expect(here.slack.received).toHaveLength(refused + 1);
  expect(here.smtp.mails).toHaveLength(1);
});

test("a message nobody takes for a day is given up", async () => {
  here.smtp.mood = { refuses: 550 };
  await here.open();
  await here.live(6);
  await here.pass(25 * 60);
  await here.run();
  expect((await messages()).find(({ channel }) => channel === "mail")).toMatchObject({ state: "failed" });
});

test("several processes at once send a message once", async () => {
  await here.open();
  await prepareMessages(here.channels);
  await here.pass(6);
  await Promise.all([here.run(), here.run(), here.run(), here.run()]);
  expect(here.smtp.mails).toHaveLength(1);
  expect(here.slack.received).toHaveLength(1);
});

test("without a mail server the mail is kept in its table, and not sent later", async () => {
  await here.open();
  const without = { ...here.channels, mailServer: null, webhookUrl: null };
  await prepareMessages(without);
  await here.pass(6);
  await here.run(without);
  expect(await messages()).toMatchObject([
    { channel: "mail", state: "kept", recipients: [here.owner.email] },
  ]);
  await here.pass(60);
  await here.run({ ...here.channels, webhookUrl: null });
  expect(here.smtp.mails).toEqual([]);
});

test("a mail tells times in the zone that its reader chose; the webhook, which many read, in UTC", async () => {
  await prisma.user.update({ where: { id: here.owner.id }, data: { timeZone: "Asia/Tokyo" } });
  await here.open();
  await here.live(6);
  expect(decodedMail(here.smtp.mails[0]?.text)).toMatch(/Opened on \d+ \w+ \d{4}, \d\d:\d\d GMT\+9:/);
  expect(here.slack.received[0]?.body).toMatch(/Opened on \d+ \w+ \d{4}, \d\d:\d\d UTC:/);
});
