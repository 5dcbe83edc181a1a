import { expect, test, vi } from "vitest";
import { readAuthRequest } from "@/app/api/auth/read-auth-request";
import { POST as connect } from "@/app/api/connect/[token]/route";
import { POST as toggle } from "@/app/api/status/[token]/toggle/route";
import * as customers from "@/app/api/v1/customers/route";
import { POST as setPassword } from "@/app/api/v1/password-links/route";
import { bodyBudget } from "@/lib/kernel/api/body-budget";
import { newToken } from "@/lib/kernel/secrets/token";
import { makeKey } from "@/tools/testing/make-team";
import { drip, openEnded } from "@/tools/testing/sent-bodies";

const OWN = { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" };
/** More than strangers may hold together. */
const ALL_STRANGERS_BYTES = 32 * 1024 * 1024;

test.each([
  ["connect", connect],
  ["status", toggle],
])("of a body sent to an invented %s link nothing is read", async (_name, handler) => {
  const { req, asked } = drip([Buffer.alloc(250_000, " ")], OWN);
  const res = await handler(req, { params: Promise.resolve({ token: newToken() }) });

  expect(res.status).toBe(404);
  expect(asked.bytes).toBe(0);
});

test("where nobody can be known before the body is read, strangers share their room: beyond it, 503 in words", async () => {
  const held = bodyBudget.hold(null);
  expect(held.take(ALL_STRANGERS_BYTES)).toBe(true);
  const send = () => drip([Buffer.from("{}")], OWN).req;
  const signIn = () => readAuthRequest(send(), ["callback", "credentials"]);
  const redeem = () => setPassword(send(), { params: Promise.resolve({}) });
  expect(await signIn()).toMatchObject({ refused: 503, message: expect.stringContaining("again in a few") });
  const refused = await redeem();
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain("again in a few seconds");

  held.release();
  expect(await signIn()).toHaveProperty("req");
  expect((await redeem()).status).toBe(400);
});

test("what the password of a link takes is some kilobytes", async () => {
  const body = JSON.stringify({ token: newToken(), password: "x".repeat(20_000) });
  const res = await setPassword(drip([Buffer.from(body)]).req, { params: Promise.resolve({}) });
  expect(res.status).toBe(413);
});

test("a body of a known caller that trickles in is 503, not said to be broken, and its room is free again", async () => {
  const authorization = `Bearer ${await makeKey("csm")}`;
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const { req, end } = openEnded(Buffer.from("{"), { authorization });
    const answer = customers.POST(req, { params: Promise.resolve({}) });
    await expect
      .poll(async () => {
        vi.advanceTimersByTime(10_000);
        return (await Promise.race([answer, null]))?.status;
      })
      .toBe(503);
    end();
    expect(await (await answer).text()).toContain("too slowly");
  } finally {
    vi.useRealTimers();
  }
});
