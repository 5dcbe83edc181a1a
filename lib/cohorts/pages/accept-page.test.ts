import { describe, expect, test } from "vitest";
import { decideTask } from "@/lib/cohorts/tasks/decide-task";
import { pool } from "@/lib/kernel/database";
import {
  createTestDestination,
  pageBody,
  postBody,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { asOwner } from "@/tools/testing/owner";

const BODY = pageBody({ task: "t1", add: ["a", "b"], remove: ["c"] });

async function pagesOf(destination: TestDestination) {
  const { rows } = await pool.query(
    "SELECT state, signed, action, reason FROM page WHERE destination_id = $1 ORDER BY id",
    [destination.destinationId],
  );
  return rows;
}

describe("the endpoint", () => {
  test("is unknown for a wrong, revoked or expired token and for an archived customer", async () => {
    const destination = await createTestDestination();
    const ask = () => postBody(destination, BODY);
    const unknown = { kind: "unknown_endpoint" };
    const set = (sql: string, id: string) => pool.query(sql, [id]);
    const { destinationId, customerId } = destination;

    expect(await postBody({ ...destination, token: "wrong" }, BODY)).toEqual(unknown);

    await set("UPDATE endpoint SET revoked_at = now() WHERE destination_id = $1", destinationId);
    expect(await ask()).toEqual(unknown);

    await set(
      "UPDATE endpoint SET revoked_at = NULL, expires_at = now() - interval '1 s' WHERE destination_id = $1",
      destinationId,
    );
    expect(await ask()).toEqual(unknown);

    await set(
      "UPDATE endpoint SET expires_at = now() + interval '1 h' WHERE destination_id = $1",
      destinationId,
    );
    expect(await ask()).toMatchObject({ kind: "applied" });

    await set("UPDATE customer SET state = 'archived' WHERE id = $1", customerId);
    expect(await ask()).toEqual(unknown);
  });

  test("of a paused destination still accepts pages", async () => {
    const destination = await createTestDestination();
    await pool.query("UPDATE destination SET paused_at = now() WHERE id = $1", [destination.destinationId]);

    const segmentId = await postPage(destination, { add: ["a"] });

    expect((await readMembers(segmentId)).wanted).toEqual(["a"]);
  });
});

describe("a page", () => {
  test("sets who is wanted, keeps its bytes, and its repeat changes nothing", async () => {
    const destination = await createTestDestination();

    const accepted = await postBody(destination, BODY);
    const repeated = await postBody(destination, BODY, Date.now() + 1000);

    expect([accepted.kind, repeated.kind]).toEqual(["applied", "repeated"]);
    const segmentId = "segmentId" in accepted ? accepted.segmentId : "";
    const members = await readMembers(segmentId);
    expect(members.wanted).toEqual(["a", "b"]);
    expect(members.counts).toEqual(members.realCounts);

    const { rows } = await pool.query("SELECT body, adds, removes FROM page WHERE segment_id = $1", [
      segmentId,
    ]);
    expect(rows).toEqual([{ body: Buffer.from(BODY), adds: 2, removes: 1 }]);
  });

  test("that does not parse is invalid, one with an unknown action is ignored; both are kept once", async () => {
    const destination = await createTestDestination();
    const unknown = JSON.stringify({ action_type: "segment.renamed", data: {} });

    expect(await postBody(destination, "not json")).toMatchObject({ kind: "invalid" });
    expect(await postBody(destination, "not json")).toMatchObject({ kind: "invalid" });
    expect(await postBody(destination, unknown)).toEqual({ kind: "ignored", action: "segment.renamed" });

    expect(await pagesOf(destination)).toMatchObject([
      { state: "invalid", action: "unreadable" },
      { state: "ignored", action: "segment.renamed" },
    ]);
  });

  test("without sync_info is a separate task", async () => {
    const destination = await createTestDestination();
    const now = Date.now();

    await postPage(destination, { task: null, add: ["a"] }, now);
    await postPage(destination, { task: null, remove: ["a"] }, now + 1);
    const segmentId = await postPage(destination, { task: null, add: ["a"] }, now + 2);

    expect((await readMembers(segmentId)).wanted).toEqual(["a"]);
  });

  test("sent many times at once is applied once", async () => {
    const destination = await createTestDestination();

    const kinds = await Promise.all(
      Array.from({ length: 8 }, async () => (await postBody(destination, BODY)).kind),
    );

    expect(kinds.filter((kind) => kind === "applied")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "repeated")).toHaveLength(7);
  });

  test("of 20,000 users counts all of them", async () => {
    const destination = await createTestDestination();
    const add = Array.from({ length: 20_000 }, (_, number) => `user-${number}`);

    const segmentId = await postPage(destination, { add });

    expect((await readMembers(segmentId)).counts).toEqual({ wanted: 20_000, acked: 0 });
  });

  test("with a task's name that was complete long ago is another task: who left and comes back is wanted again", async () => {
    const destination = await createTestDestination();
    const start = Date.now() - 200_000;
    await postPage(destination, { task: "used", add: ["a", "b"] }, start);
    const segmentId = await postPage(destination, { task: "other", remove: ["a"] }, start + 1_000);
    await decideTask(segmentId);
    // As if the first ones had come an hour ago; Heap's signature must be of now.
    await pool.query(
      "UPDATE task SET last_signed = last_signed - 3600000, task_order = task_order - 3600000 WHERE segment_id = $1",
      [segmentId],
    );
    await pool.query("UPDATE member SET task_order = task_order - 3600000 WHERE segment_id = $1", [
      segmentId,
    ]);

    const again = pageBody({ task: "used", add: ["a", "b"] });
    expect(await postBody(destination, again, start + 2_000)).toMatchObject({ kind: "applied" });
    expect(await postBody(destination, again, start + 9_000)).toMatchObject({ kind: "repeated" });

    const members = await readMembers(segmentId);
    expect(members.wanted).toEqual(["a", "b"]);
    expect(members.counts).toEqual(members.realCounts);
    const { rows } = await pool.query(
      "SELECT reused_tasks, (SELECT count(*)::int FROM task WHERE segment_id = g.id) AS tasks FROM segment g WHERE id = $1",
      [segmentId],
    );
    expect(rows).toEqual([{ reused_tasks: 1, tasks: 3 }]);
  });

  test("that repeats soon after its task was complete changes nothing, however it is signed", async () => {
    const destination = await createTestDestination();
    const start = Date.now() - 200_000;
    const body = pageBody({ task: "used", add: ["a"] });
    await postBody(destination, body, start);
    const segmentId = await postPage(destination, { task: "other", remove: ["a"] }, start + 1_000);
    await decideTask(segmentId);

    expect(await postBody(destination, body, start + 300_000)).toMatchObject({ kind: "repeated" });
    expect((await readMembers(segmentId)).wanted).toEqual([]);
  });

  test("has its keys taken without the space around them, and lets go of those that were kept with it", async () => {
    const destination = await createTestDestination();
    const segmentId = await postPage(destination, { add: ["a", "b"] });
    // As an older version kept them.
    await pool.query("UPDATE member SET user_key = ' ' || user_key, acked = true WHERE segment_id = $1", [
      segmentId,
    ]);
    await pool.query("UPDATE segment SET acked_count = 2 WHERE id = $1", [segmentId]);

    await postPage(destination, { add: [" a", "c "], remove: [" b"] }, Date.now() + 10);

    const members = await readMembers(segmentId);
    expect(members.wanted).toEqual(["a", "c"]);
    expect(members.owed).toEqual([" a", " b", "a", "c"]);
    expect(members.counts).toEqual(members.realCounts);
  });

  test("counts what it did not take, on the page and on its task, with what it looks like", async () => {
    const destination = await createTestDestination();
    const add = [...Array.from({ length: 500 }, () => ""), "a", "a", " b"];
    const segmentId = await postPage(destination, { task: "t", page: 1, total: 2, add });
    await postPage(destination, { task: "t", page: 2, total: 2, add: ["c", " "] });

    const counts = "entries, untaken, repeated, trimmed";
    const { rows: pages } = await pool.query(
      `SELECT ${counts}, shapes FROM page WHERE segment_id = $1 ORDER BY id`,
      [segmentId],
    );
    expect(pages).toEqual([
      { entries: 503, untaken: 500, repeated: 1, trimmed: 1, shapes: [{ shape: '{"id":""}', count: 500 }] },
      {
        entries: 2,
        untaken: 1,
        repeated: 0,
        trimmed: 0,
        shapes: [{ shape: '{"id":"(only spaces)"}', count: 1 }],
      },
    ]);
    const { rows: tasks } = await pool.query(`SELECT ${counts} FROM task WHERE segment_id = $1`, [segmentId]);
    expect(tasks).toEqual([{ entries: 505, untaken: 501, repeated: 1, trimmed: 1 }]);
  });

  test("from another Heap environment is accepted and noted, and the first environment stays the expected one", async () => {
    const destination = await createTestDestination();
    const noted = async () =>
      (
        await pool.query(
          "SELECT heap_id_token, other_id_token, other_id_token_at IS NOT NULL AS came FROM destination WHERE id = $1",
          [destination.destinationId],
        )
      ).rows;

    await postPage(destination, { idToken: "first", add: ["a"] });
    expect(await noted()).toEqual([{ heap_id_token: "first", other_id_token: null, came: false }]);
    await postPage(destination, { idToken: "second", add: ["b"] });
    await postPage(destination, { idToken: "first", add: ["c"] });
    expect(await noted()).toEqual([{ heap_id_token: "first", other_id_token: "second", came: true }]);
  });

  test("of an older task does not restore an old name", async () => {
    const destination = await createTestDestination();
    const now = Date.now();

    await postPage(destination, { task: "new", name: "Paying", add: ["a"] }, now);
    const segmentId = await postPage(destination, { task: "old", name: "Trial", add: ["b"] }, now - 5_000);

    const { rows } = await pool.query("SELECT name FROM segment WHERE id = $1", [segmentId]);
    expect(rows).toEqual([{ name: "Paying" }]);
  });
});

test("when the database does not answer, acceptance throws and does not blame the sender", async () => {
  const destination = await createTestDestination();
  await asOwner("ALTER TABLE page RENAME TO page_away");
  try {
    await expect(postBody(destination, BODY)).rejects.toThrow();
  } finally {
    await asOwner("ALTER TABLE page_away RENAME TO page");
  }
});

test("a page that the database does not take is not accepted, is kept for inspection, and a person is told", async () => {
  const destination = await createTestDestination();
  await asOwner("ALTER TABLE member ADD CONSTRAINT none CHECK (user_key <> 'poison') NOT VALID");
  const poisoned = pageBody({ task: "t9", add: ["a", "poison"] });
  await expect(postBody(destination, poisoned)).rejects.toThrow(/none/);
  await postPage(destination, { add: ["b"] });

  expect(await pagesOf(destination)).toMatchObject([
    { state: "invalid", reason: "The database cannot store what this request contains." },
    { state: "applied" },
  ]);
  const { rows } = await pool.query("SELECT kind FROM alert WHERE customer_id = $1", [
    destination.customerId,
  ]);
  expect(rows).toEqual([{ kind: "work_stuck" }]);

  await asOwner("ALTER TABLE member DROP CONSTRAINT none");
  expect(await postBody(destination, poisoned)).toMatchObject({ kind: "applied" });
});
