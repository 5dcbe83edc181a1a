import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { pool } from "@/lib/kernel/database";
import { newToken } from "@/lib/kernel/secrets/token";
import { makeSource } from "@/tools/testing/make-source";
import { drip, openEnded } from "@/tools/testing/sent-bodies";
import { withSentBody } from "./with-sent-body";

const MAX_BYTES = 1_024 * 1_024;
const REFUSED_UNREAD = { status: 404, reason: "Unknown endpoint." };

/** Takes a body of up to 1 MiB from the sender; the answer is the body, or why it was refused. */
function readSentBody(req: Request, token: string, bearerToken: string | null = null) {
  return withSentBody(req, { token, bearerToken }, MAX_BYTES, async (body) => body);
}

test.each([
  ["announced as large", { "content-length": "900000" }],
  ["of unknown length", {}],
  ["that unzips to more than it seems", { "content-length": "200", "content-encoding": "gzip" }],
])("of a stranger's body %s nothing is read", async (_name, headers) => {
  const { req, asked } = drip([Buffer.alloc(900_000)], headers);

  expect(await readSentBody(req, "no-such-token")).toEqual(REFUSED_UNREAD);
  expect(asked.bytes).toBe(0);
});

test("of a large body with a wrong bearer token nothing is read", async () => {
  const { token } = await makeSource({ heapAppId: "509", bearerToken: "right" });
  const zipped = gzipSync(randomBytes(1_000));

  for (const wrong of ["wrong", null]) {
    const { req, asked } = drip([zipped], { "content-length": "200", "content-encoding": "gzip" });
    expect(await readSentBody(req, token, wrong)).toMatchObject({ status: 401 });
    expect(asked.bytes).toBe(0);
  }
  const { req } = drip([zipped], { "content-encoding": "gzip" });
  expect(await readSentBody(req, token, "right")).toHaveLength(1_000);
});

test("a body that unzips to a hundred times its size is refused", async () => {
  const { token } = await makeSource({ heapAppId: "508" });
  const { req } = drip([gzipSync(Buffer.alloc(900_000))], { "content-encoding": "gzip" });

  expect(await readSentBody(req, token)).toMatchObject({ status: 413 });
});

test("one sender's bodies cannot fill the room for all: it is told to wait, others are served", async () => {
  const [one, other] = await Promise.all([
    makeSource({ heapAppId: "506" }),
    makeSource({ heapAppId: "507" }),
  ]);
  const halves = Buffer.alloc(MAX_BYTES / 2);
  // Each of them sends all but its last byte and waits.
  const open = Array.from({ length: 60 }, () => openEnded(halves));
  const answers = open.map(({ req }) => readSentBody(req, one.token));

  const refused = await Promise.race(answers);
  expect(refused).toMatchObject({ status: 503 });
  expect(await readSentBody(drip([halves]).req, other.token)).toHaveLength(halves.length);
  for (const { end } of open) end();
  const taken = (await Promise.all(answers)).filter(Buffer.isBuffer);
  expect(taken.length).toBeGreaterThan(0);
  expect(await readSentBody(drip([halves]).req, one.token)).toHaveLength(halves.length);
});

test("the addresses of one customer share its room: others are served", async () => {
  const one = await makeSource({ heapAppId: "513" });
  const again = await makeSource({ heapAppId: "514", customerId: one.customerId });
  const other = await makeSource({ heapAppId: "515" });
  const halves = Buffer.alloc(MAX_BYTES / 2);
  const open = Array.from({ length: 60 }, () => openEnded(halves));
  const answers = open.map(({ req }, index) => readSentBody(req, index % 2 ? one.token : again.token));

  expect(await Promise.race(answers)).toMatchObject({ status: 503 });
  expect(await readSentBody(drip([halves]).req, other.token)).toHaveLength(halves.length);
  for (const { end } of open) end();
  await Promise.all(answers);
});

test("work for many addresses of one customer is limited, and others are worked on meanwhile", async () => {
  const sources = [await makeSource({ heapAppId: "516" })];
  const { customerId } = sources[0] as { customerId: string };
  for (let n = 0; n < 3; n++) sources.push(await makeSource({ heapAppId: "516", customerId }));
  const other = await makeSource({ heapAppId: "517" });
  let under = 0;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = (token: string) =>
    withSentBody(drip([Buffer.from("{}")]).req, { token, bearerToken: null }, MAX_BYTES, async () => {
      under++;
      await ended;
    });
  const running = sources.flatMap(({ token }) => Array.from({ length: 5 }, () => work(token)));

  await expect.poll(() => under).toBe(6);
  expect(await readSentBody(drip([Buffer.from("{}")]).req, other.token)).toHaveLength(2);
  expect(under).toBe(6);
  end();
  await Promise.all(running);
  expect(under).toBe(20);
});

test("a body that trickles in is refused, and its room is free for others", async () => {
  const { token } = await makeSource({ heapAppId: "518" });
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const { req, end } = openEnded(Buffer.alloc(100_000));
    const answer = readSentBody(req, token);
    await expect
      .poll(async () => {
        vi.advanceTimersByTime(10_000);
        return Promise.race([answer, null]);
      })
      .toMatchObject({ status: 503, reason: expect.stringContaining("slowly") });
    end();
  } finally {
    vi.useRealTimers();
  }
});

test("a sender who knows the address may send large bodies, in pieces and zipped", async () => {
  const { token } = await makeSource({ heapAppId: "510" });
  const large = Buffer.from(randomBytes(450_000).toString("hex"));
  const zipped = gzipSync(large);

  const inPieces = await readSentBody(drip([large.subarray(0, 1), large.subarray(1)]).req, token);
  const unzipped = await readSentBody(drip([zipped], { "content-encoding": "gzip" }).req, token);
  for (const sent of [inPieces, unzipped]) {
    expect(Buffer.isBuffer(sent) && sent.equals(large)).toBe(true);
  }
});

test("a body that turns out too large is refused before it ends, zipped or not", async () => {
  const { token } = await makeSource({ heapAppId: "511" });
  const { req, end } = openEnded(Buffer.alloc(MAX_BYTES));
  expect(await readSentBody(req, token)).toMatchObject({ status: 413 });
  end();

  const bomb = drip([gzipSync(Buffer.alloc(10 * MAX_BYTES))], { "content-encoding": "gzip" });
  expect(await readSentBody(bomb.req, token)).toMatchObject({ status: 413 });
});

test("a body that breaks off is refused, not our fault", async () => {
  const { token } = await makeSource({ heapAppId: "512" });
  const { req } = drip([Buffer.from('{"events":['), new Error("connection reset")]);

  expect(await readSentBody(req, token)).toMatchObject({ status: 400 });
});

test("while a customer's places are taken, a large body of it is not even asked for, and others are served", async () => {
  const one = await makeSource({ heapAppId: "519" });
  const again = await makeSource({ heapAppId: "520", customerId: one.customerId });
  const other = await makeSource({ heapAppId: "521" });
  let under = 0;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const works = [one, one, one, again, again, again].map(({ token }) =>
    withSentBody(drip([Buffer.from("{}")]).req, { token, bearerToken: null }, MAX_BYTES, async () => {
      under++;
      await ended;
    }),
  );
  await expect.poll(() => under).toBe(6);

  const waiting = drip([Buffer.alloc(300_000)], { "content-length": "300000" });
  const answer = readSentBody(waiting.req, one.token);
  const served = drip([Buffer.alloc(300_000)], { "content-length": "300000" });
  expect(await readSentBody(served.req, other.token)).toHaveLength(300_000);
  expect(waiting.asked.bytes).toBe(0);
  end();
  expect(await answer).toHaveLength(300_000);
  await Promise.all(works);
});

test("whoever invents addresses has two look-ups at a time for each network, and known senders do not wait for them", async () => {
  const { token } = await makeSource({ heapAppId: "522" });
  expect(await readSentBody(drip([Buffer.from("{}")]).req, token)).toHaveLength(2);
  let under = 0;
  let most = 0;
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const watched = vi.spyOn(pool, "query").mockImplementation((async (...args: unknown[]) => {
    most = Math.max(most, ++under);
    return query(...args).finally(() => under--);
  }) as never);
  const guess = () => {
    const { req } = drip([Buffer.from("{}")], { "x-tributary-address": "10.9.0.1" });
    return readSentBody(req, newToken());
  };
  const guesses = Array.from({ length: 300 }, guess);
  const small = drip([Buffer.from("{}")], { "content-length": "2" });
  expect(await readSentBody(small.req, token)).toHaveLength(2);
  const answers = await Promise.all(guesses);
  watched.mockRestore();

  expect(most).toBe(2);
  // 2 at work and 200 that wait; the others are told to come back.
  expect(answers.filter((answer) => "status" in answer && answer.status === 404)).toHaveLength(202);
  expect(answers.filter((answer) => "status" in answer && answer.status === 503)).toHaveLength(98);
});

test("a database that takes a body and never answers: the sender is told to send it again, and its place is free", async () => {
  const { token } = await makeSource({ heapAppId: "505" });
  const sendTo = (take: () => Promise<string>) => {
    const { req } = drip([Buffer.from("{}")], { "content-length": "2" });
    return withSentBody(req, { token, bearerToken: null }, MAX_BYTES, take);
  };
  let asked = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const stuck = Array.from({ length: 5 }, () =>
      sendTo(() => {
        asked += 1;
        return new Promise<never>(() => {});
      }).catch((err: Error) => err.name),
    );
    await expect.poll(() => asked).toBe(5);
    const next = sendTo(async () => "stored");
    await vi.advanceTimersByTimeAsync(60_000);

    expect(await Promise.all(stuck)).toEqual(Array(5).fill("NotInTime"));
    expect(await next).toBe("stored");
  } finally {
    vi.useRealTimers();
  }
});
