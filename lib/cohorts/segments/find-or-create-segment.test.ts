import { expect, test } from "vitest";
import { POST } from "@/app/api/heap/[token]/route";
import { pool } from "@/lib/kernel/database";
import { createTestDestination, pageBody, type TestDestination } from "@/tools/testing/make-destination";

process.env.SEGMENTS_PER_DESTINATION = "2";

async function post({ token }: TestDestination, segment: string): Promise<Response> {
  const body = pageBody({ segment, add: ["a"] });
  const req = new Request("http://127.0.0.1/api/heap/x", { method: "POST", body });
  return POST(req, { params: Promise.resolve({ token }) });
}

const alertsOf = async ({ customerId }: TestDestination) =>
  (await pool.query("SELECT kind FROM alert WHERE customer_id = $1 AND resolved_at IS NULL", [customerId]))
    .rows;

test("a destination has as many segments as it may; the next is told to come later, with one alert", async () => {
  const destination = await createTestDestination({ signed: false });
  for (const segment of ["1", "2"]) expect((await post(destination, segment)).status).toBe(200);

  for (const segment of ["3", "4"]) {
    const refused = await post(destination, segment);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toEqual({ error: expect.stringContaining("maximum number of segments") });
  }
  expect(await alertsOf(destination)).toEqual([{ kind: "too_many_segments" }]);
  expect((await post(destination, "1")).status).toBe(200);
  expect((await post(await createTestDestination({ signed: false }), "3")).status).toBe(200);

  await pool.query(
    "DELETE FROM member USING segment s WHERE segment_id = s.id AND heap_segment_id = '2' AND s.destination_id = $1",
    [destination.destinationId],
  );
  await pool.query("DELETE FROM segment WHERE heap_segment_id = '2' AND destination_id = $1", [
    destination.destinationId,
  ]);
  expect((await post(destination, "3")).status).toBe(200);
  expect(await alertsOf(destination)).toEqual([]);
});
