import { expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { decodedMail, setUpNotices } from "@/tools/testing/notice-world";

const here = setUpNotices();

test("a snoozed alert is announced when its snooze is over; an acknowledged one at once", async () => {
  await here.open();
  await here.setAlerts("snoozed_until = now() + interval '1 hour'");
  await here.live(30);
  expect(here.smtp.mails).toEqual([]);
  await here.setAlerts("snoozed_until = now() - interval '1 s'");
  await here.live(6);
  expect(here.smtp.mails).toHaveLength(1);

  await here.resolve();
  await here.setAlerts("resolved_at = now() - interval '2 days'");
  await here.live(20);
  await here.open("two");
  await here.setAlerts("acknowledged_at = now(), acknowledged_by = 'Ada'");
  await here.live(6);
  expect(here.smtp.mails).toHaveLength(2);
});

test("who was told of an alert before its snooze is told once more after it, and of its end", async () => {
  await here.open();
  await here.live(6);
  await here.setAlerts("snoozed_until = now() + interval '1 hour'");
  await here.live(20);
  expect(here.smtp.mails).toHaveLength(1);
  await here.setAlerts("snoozed_until = now() - interval '1 s'");
  await here.live(20);
  expect(here.smtp.mails).toHaveLength(2);
  await here.resolve();
  await here.live(20);
  expect(here.smtp.mails).toHaveLength(3);
  expect(decodedMail(here.smtp.mails[2]?.text)).toContain("Resolved on");
});

test("a snooze that a person ends tells nobody a second time", async () => {
  await here.open();
  await here.live(6);
  await here.setAlerts("snoozed_until = now() + interval '1 hour'");
  await here.live(5);
  await here.setAlerts("snoozed_until = NULL");
  await here.live(30);
  expect(here.smtp.mails).toHaveLength(1);
});

test("an alert that comes and goes sends nothing more", async () => {
  await here.open();
  await here.live(6);
  for (let round = 0; round < 8; round++) {
    await here.resolve();
    await here.live(5);
    await here.open();
    await here.live(5);
  }
  expect(here.smtp.mails).toHaveLength(1);
  expect(here.slack.received).toHaveLength(1);
});

test("an alert that ends before anyone was told sends nothing at all", async () => {
  await here.open();
  await here.live(3);
  await here.resolve();
  await here.live(40);
  expect(here.smtp.mails).toEqual([]);
});

test("fifty alerts within five minutes are one message; what comes later waits for a quarter of an hour and goes together", async () => {
  for (let n = 0; n < 50; n++) await here.open(`alert ${n}`);
  await here.live(6);
  expect(here.smtp.mails).toHaveLength(1);
  expect(decodedMail(here.smtp.mails[0]?.text)).toContain("And 30 more.");

  for (let n = 0; n < 5; n++) {
    await here.open(`later ${n}`);
    await here.live(2);
  }
  expect(here.smtp.mails).toHaveLength(1);
  await here.live(10);
  expect(here.smtp.mails).toHaveLength(2);
});

test("a muted customer gets no notices; what is still open when the mute ends is announced then", async () => {
  await prisma.customer.update({
    where: { id: here.customerId },
    data: { mutedUntil: new Date(Date.now() + 3_600_000) },
  });
  await here.open();
  await here.live(20);
  expect(here.smtp.mails).toEqual([]);
  expect(await prisma.alert.count({ where: { customerId: here.customerId, resolvedAt: null } })).toBe(1);

  await prisma.customer.update({ where: { id: here.customerId }, data: { mutedUntil: new Date() } });
  await here.live(6);
  expect(here.smtp.mails).toHaveLength(1);
});

test("a paused customer gets no notices, and one customer's notices do not hold up another's", async () => {
  await prisma.customer.update({ where: { id: here.customerId }, data: { state: "paused" } });
  await here.open();
  const other = await prisma.customer.create({
    data: { name: "Other", state: "live", ownerId: here.owner.id },
  });
  await here.open("x", other.id);
  await here.live(6);
  expect(here.smtp.mails).toHaveLength(1);
  expect(decodedMail(here.smtp.mails[0]?.text)).toContain("Other");
  expect(decodedMail(here.smtp.mails[0]?.text)).not.toContain("Acme");
});
