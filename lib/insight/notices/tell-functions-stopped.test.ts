import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { pool } from "@/lib/kernel/database";
import { noteHeartbeat } from "@/lib/kernel/heartbeat";
import { startAnsweringServer } from "@/tools/testing/answering-server";
import { makeMember } from "@/tools/testing/make-team";
import { startSmtpReceiver } from "@/tools/testing/smtp-receiver";
import type { Channels } from "./notice-channels";
import { tellFunctionsStopped } from "./tell-functions-stopped";

let smtp: Awaited<ReturnType<typeof startSmtpReceiver>>;
let slack: Awaited<ReturnType<typeof startAnsweringServer>>;
let slackStatus = 200;
let channels: Channels;

beforeAll(async () => {
  vi.spyOn(process, "uptime").mockReturnValue(600);
  smtp = await startSmtpReceiver();
  slack = await startAnsweringServer((res) => res.writeHead(slackStatus).end());
  channels = {
    mailServer: { url: smtp.url, from: "Tributary <tributary@example.com>" },
    webhookUrl: slack.url,
    portalUrl: "https://portal.example.com",
  };
  await makeMember("admin");
  await makeMember("csm");
});
afterAll(() => Promise.all([smtp.stop(), slack.stop()]));

beforeEach(async () => {
  smtp.mails.length = 0;
  slack.received.length = 0;
  slackStatus = 200;
  await pool.query(
    "UPDATE functions_heartbeat SET told_at = NULL, last_run_at = now() - interval '3 minutes'",
  );
});

test("functions that stopped are told to the admins once, and once that they run again", async () => {
  await Promise.all(Array.from({ length: 3 }, () => tellFunctionsStopped(channels)));
  const { rows } = await pool.query<{ email: string }>(`SELECT email FROM "user" WHERE role = 'admin'`);
  expect(smtp.mails.map(({ recipients }) => recipients)).toEqual([rows.map(({ email }) => email)]);
  expect(smtp.mails[0]?.text).toContain("Background work has stopped");
  expect(slack.received).toHaveLength(1);

  await noteHeartbeat();
  await tellFunctionsStopped(channels);
  await tellFunctionsStopped(channels);
  expect(smtp.mails).toHaveLength(2);
  expect(smtp.mails[1]?.text).toContain("Background work is running again");
});

test("while they run nothing is told", async () => {
  await noteHeartbeat();
  await tellFunctionsStopped(channels);
  expect(smtp.mails).toHaveLength(0);
});

test("what could not be sent is tried again", async () => {
  slackStatus = 500;
  await tellFunctionsStopped(channels);
  expect(smtp.mails).toHaveLength(0);
  slackStatus = 200;
  await tellFunctionsStopped(channels);
  expect(smtp.mails).toHaveLength(1);
});
