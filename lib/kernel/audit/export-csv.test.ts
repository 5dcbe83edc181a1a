import { beforeAll, expect, test } from "vitest";
import * as csvRoute from "@/app/api/v1/audit.csv/route";
import * as customerCsvRoute from "@/app/api/v1/customers/[customerId]/audit.csv/route";
import { pool } from "@/lib/kernel/database";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { makeKey, systemCtx } from "@/tools/testing/make-team";

const ADDRESS = "http://127.0.0.1:3000/api/v1/audit.csv";
const FORMULA = '=HYPERLINK("http://evil.example","here")';

let csm: string;
let viewer: string;
let customerId: string;

beforeAll(async () => {
  csm = await makeKey("csm");
  viewer = await makeKey("viewer");
  customerId = (await createCustomer(systemCtx, { name: 'Zürich, "quoted" & Sons', ownerId: null })).id;
  await pool.query(
    `INSERT INTO audit_entry (id, actor_kind, actor_id, actor_name, action, customer_id, subject_kind, subject_id)
     SELECT gen_random_uuid(), 'user', 'many', $1, 'source.updated', NULL, 'source', n::text FROM generate_series(1, 1203) n`,
    [FORMULA],
  );
});

const fetchCsv = (key: string, query = "") =>
  csvRoute.GET(new Request(ADDRESS + query, { headers: { authorization: `Bearer ${key}` } }), {
    params: Promise.resolve({}),
  });

test("the file has a name, UTF-8 with a byte order mark, and one line for each entry, over many chunks", async () => {
  const res = await fetchCsv(csm, "?actorId=many");
  expect(res.status).toBe(200);
  expect(res.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(res.headers.get("content-disposition")).toMatch(
    /^attachment; filename="tributary-audit-\d{4}-\d\d-\d\d\.csv"$/,
  );

  const bytes = Buffer.from(await res.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = bytes.toString("utf8").trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 1203);
  const subjects = lines.slice(1).map((line) => /,"source","(\d+)",,$/.exec(line)?.[1]);
  expect(new Set(subjects).size).toBe(1203);
});

test("no cell is a formula to a spreadsheet, and commas and quotes stay inside their cells", async () => {
  const text = await (await fetchCsv(csm, "?actorId=many")).text();
  expect(text).toContain('"\'=HYPERLINK(""http://evil.example"",""here"")"');
  expect(text).not.toMatch(/(^|,)"?[=+@\t-]/m);

  const other = await (await fetchCsv(csm, `?customerId=${customerId}`)).text();
  expect(other).toContain('"Created the customer “Zürich, ""quoted"" & Sons”"');
});

test("it is refused like the list, in the API's error shape", async () => {
  expect((await fetchCsv(viewer)).status).toBe(403);
  expect((await fetchCsv("wrong")).status).toBe(401);
  const wrong = await fetchCsv(csm, "?from=yesterday");
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({ error: { code: "invalid" } });

  const own = await customerCsvRoute.GET(
    new Request(ADDRESS, { headers: { authorization: `Bearer ${viewer}` } }),
    { params: Promise.resolve({ customerId }) },
  );
  expect(own.status).toBe(200);
});
