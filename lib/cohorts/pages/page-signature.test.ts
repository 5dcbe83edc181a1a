import { describe, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { signHeapBody } from "@/lib/vendors/heap/signature";
import {
  addWebhookSecret,
  createTestDestination,
  pageBody,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { type AcceptedPage, acceptPage } from "./accept-page";

const BODY = pageBody({ task: "t1", add: ["a", "b"], remove: ["c"] });

function post(destination: TestDestination, hashHeader: string | null, body = BODY): Promise<AcceptedPage> {
  return acceptPage({
    token: destination.token,
    rawBody: Buffer.from(body),
    hashHeader,
    receivedAtMs: Date.now(),
  });
}

async function pagesOf(destination: TestDestination) {
  const { rows } = await pool.query(
    "SELECT state, signed, action, reason FROM page WHERE destination_id = $1 ORDER BY id",
    [destination.destinationId],
  );
  return rows;
}

describe("the signature", () => {
  const now = () => Date.now();

  test.each([
    ["missing", () => null, 400],
    ["malformed", () => "hmac:abc", 400],
    ["stale", () => signHeapBody({ secret: "webhook-secret-1", ts: now() - 3_600_000, body: BODY }), 400],
    ["of another secret", () => signHeapBody({ secret: "other", ts: now(), body: BODY }), 403],
    ["of another body", () => signHeapBody({ secret: "webhook-secret-1", ts: now(), body: "{}" }), 403],
  ])("%s is refused and leaves nothing behind", async (_, header, status) => {
    const destination = await createTestDestination();

    const accepted = await post(destination, header());

    expect(accepted).toMatchObject({ kind: "bad_signature", status });
    if (status === 403) expect(accepted).toMatchObject({ reason: "Invalid signature" });
    expect(await pagesOf(destination)).toEqual([]);
  });

  test("of either of two active secrets is accepted, of a revoked one not", async () => {
    const destination = await createTestDestination();
    await addWebhookSecret(destination, "webhook-secret-2");
    const sign = (secret: string, body: string) => signHeapBody({ secret, ts: Date.now(), body });
    const other = pageBody({ task: "t2", add: ["x"] });

    expect(await post(destination, sign("webhook-secret-1", BODY))).toMatchObject({ kind: "applied" });
    expect(await post(destination, sign("webhook-secret-2", other), other)).toMatchObject({
      kind: "applied",
    });

    await pool.query(
      "UPDATE webhook_secret SET revoked_at = now() WHERE id = (SELECT min(id::text)::uuid FROM webhook_secret WHERE destination_id = $1)",
      [destination.destinationId],
    );
    expect(await post(destination, sign("webhook-secret-1", BODY))).toMatchObject({ status: 403 });
  });

  test("covers one page, however its white space is changed on the way", async () => {
    const destination = await createTestDestination();
    // Without a task, each body would be a page of its own.
    const sent = JSON.parse(pageBody({ add: ["a"] })) as { data: object };
    const compact = JSON.stringify({ ...sent, data: { ...sent.data, sync_info: undefined } });
    const header = signHeapBody({ secret: "webhook-secret-1", ts: now(), body: compact });

    expect(await post(destination, header, compact)).toMatchObject({ kind: "applied" });
    for (const spaces of [1, 2, 3]) {
      const spaced = JSON.stringify(JSON.parse(compact), null, spaces);
      expect(await post(destination, header, spaced)).toMatchObject({ kind: "repeated" });
    }
    expect(await pagesOf(destination)).toHaveLength(1);
  });

  test("is not required before a secret is configured: the page is kept as unsigned", async () => {
    const destination = await createTestDestination({ signed: false });

    expect(await post(destination, null)).toMatchObject({ kind: "applied" });
    expect(await pagesOf(destination)).toMatchObject([{ state: "applied", signed: false }]);
  });
});
