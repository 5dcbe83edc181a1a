import { describe, expect, it } from "vitest";
import { signHeapBody, verifyHeapHash } from "@/lib/vendors/heap/signature";

const NOW_MS = 1_700_000_000_000;
const SECRET = "test-secret";
const BODY =
  '{"id_token":"7a36ae58-c4b9-11eb-8529-0242ac130003","action_type":"segment.users.sync","customer_config":{"fields":[]},' +
  '"data":{"segment":{"id":1338065,"name":"Free Customers"},"sync_info":{"page_number":1,"total_pages":1,' +
  '"sync_task_id":"afe74af0-496e-11ec-81d3-0242ac130003"},"add":[{"id":"user1@email.com"}],"remove":[{"id":"user2@email.com"}]}}';

function verify(header: string | null, body = BODY, secrets: string[] = [SECRET], nowMs = NOW_MS) {
  return verifyHeapHash({ header, rawBody: Buffer.from(body), secrets, nowMs });
}

function sign(body = BODY, secret = SECRET, ts: string | number = NOW_MS) {
  return signHeapBody({ secret, ts, body });
}

describe("a body Heap signed is accepted", () => {
  it("matches the vector calculated with Heap's algorithm", async () => {
    const header = "ts:1700000000000,hmac:u/fL+dRgWWWDPMuM8VTCdQUdZyN4gXV/rjh7tbsppVw=";

    expect(sign()).toBe(header);
    expect(await verify(header)).toEqual({
      ok: true,
      tsMs: NOW_MS,
      secretIndex: 0,
      signedBody: Buffer.from(BODY),
    });
  });

  it("over its raw bytes, however they are spaced and ordered", async () => {
    const body = '{ "data" : {"b":1,  "a":2},\n "action_type":"x", "id": 12345678901234567890 }';

    expect((await verify(sign(body), body)).ok).toBe(true);
  });

  it("over its compact form, which Heap's own code signs", async () => {
    const spaced = JSON.stringify(JSON.parse(BODY), null, 2);

    expect((await verify(sign(BODY), spaced)).ok).toBe(true);
  });

  it.each([
    ["its mark included", `\ufeff${BODY}`, `\ufeff${BODY}`],
    ["without it", BODY, `\ufeff${BODY}`],
    ["without it, in compact form", BODY, `\ufeff${JSON.stringify(JSON.parse(BODY), null, 2)}`],
  ])("when a byte order mark begins it, over %s", async (_, signed, sent) => {
    expect(await verify(sign(signed), sent)).toMatchObject({ ok: true, signedBody: Buffer.from(signed) });
  });

  it("with a time in seconds, signed as it was written", async () => {
    expect(await verify(sign(BODY, SECRET, "1700000000"))).toMatchObject({ ok: true, tsMs: NOW_MS });
  });

  it.each([
    ["after them", (header: string) => `${header},version:2`],
    ["before them", (header: string) => `v:1,${header}`],
    [
      "between them, in another order and spaced",
      (header: string) => header.split(",").reverse().join(" , key_id: a b ,"),
    ],
    ["without a value, or no pair at all", (header: string) => `${header},next,,v2:`],
    ["in upper case", (header: string) => header.replace("ts:", "TS:").replace("hmac:", "HMAC:")],
    ["with the name of one of them", (header: string) => `${header},hmac:AAAA,ts:1`],
  ])("with pairs beside ts and hmac: %s", async (_, rewrite) => {
    expect(await verify(rewrite(sign()))).toMatchObject({ ok: true, tsMs: NOW_MS });
  });

  it("by either of two active secrets, and says which", async () => {
    expect(await verify(sign(BODY, "new"), BODY, ["old", "new"])).toMatchObject({ ok: true, secretIndex: 1 });
  });
});

describe("any other body is refused", () => {
  it("with 403 when body, secret or signature differ", async () => {
    const invalid = { ok: false, status: 403, reason: "Invalid signature" };

    expect(await verify(sign(), BODY.replace("user1", "user9"))).toEqual(invalid);
    expect(await verify(sign(BODY, "other"))).toEqual(invalid);
    expect(await verify(`ts:${NOW_MS},hmac:AAAA`)).toEqual(invalid);
    expect(await verify(sign(), BODY, [])).toEqual(invalid);
    expect(await verify(sign(BODY, ""), BODY, [""])).toEqual(invalid);
    expect(await verify(sign("not json"), "not json either")).toEqual(invalid);
  });

  it("with 403 when only digits differ that a double cannot hold", async () => {
    const signed = '{"data":{"segment":{"id":9007199254740992}}}';
    const altered = '{"data":{"segment":{"id":9007199254740993}}}';

    expect(await verify(sign(signed), altered)).toMatchObject({ status: 403 });
  });

  it.each([
    null,
    "",
    "hmac:abcd",
    "ts:1700000000000",
    "ts:now,hmac:abcd",
    "ts:1700000000000,hmac:",
    "v:1,v2:2",
    ",",
    ":",
    "ts:1700000000000,other:hmac:abcd",
  ])("with 400 for the header %j", async (header) => {
    expect(await verify(header)).toMatchObject({ ok: false, status: 400 });
  });

  it("with 400 when it is older or newer than five minutes", async () => {
    expect((await verify(sign(), BODY, [SECRET], NOW_MS + 300_000)).ok).toBe(true);
    expect(await verify(sign(), BODY, [SECRET], NOW_MS + 300_001)).toMatchObject({ ok: false, status: 400 });
    expect(await verify(sign(), BODY, [SECRET], NOW_MS - 300_001)).toMatchObject({ ok: false, status: 400 });
  });
});
