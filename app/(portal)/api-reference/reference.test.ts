import { expect, test } from "vitest";
import { readOperations } from "@/app/api/v1/operations";
import { curlExample } from "./curl-example";
import { listFields, typeWords } from "./list-fields";
import { readReference } from "./read-reference";

const server = "https://portal.example/api/v1";

async function find(id: string) {
  const { document, groups } = await readReference();
  const operation = groups.flatMap(({ operations }) => operations).find((each) => each.id === id);
  if (!operation) throw new Error(`there is no operation ${id}`);
  return { operation, components: document.components.schemas };
}

test("the reference shows every operation once", async () => {
  const { groups } = await readReference();
  const shown = groups.flatMap(({ operations }) => operations.map(({ method, path }) => `${method} ${path}`));
  const all = (await readOperations()).map(({ method, path }) => `${method} ${path}`);
  expect(shown.sort()).toEqual(all.sort());
});

test("the call of a creation carries the key, an Idempotency-Key and a body that the API accepts", async () => {
  const { operation } = await find("postCustomerSources");
  const example = curlExample(operation, server);
  expect(example).toMatch(
    /^curl -X POST "https:\/\/portal.example\/api\/v1\/customers\/\$CUSTOMER_ID\/sources"/,
  );
  expect(example).toContain('"Authorization: Bearer $KEY"');
  expect(example).toContain("Idempotency-Key");

  const body = JSON.parse(/-d '(.*)'/.exec(example)?.[1] ?? "null");
  const placed = (await readOperations()).find(
    ({ path, method }) => path.endsWith("}/sources") && method === "POST",
  );
  expect(placed?.operation.body?.safeParse(body)).toMatchObject({ success: true });
});

test("an open operation needs no key, and a file is saved under its name", async () => {
  expect(curlExample((await find("getOpenapiJson")).operation, server)).not.toContain("Bearer");
  expect(curlExample((await find("getAuditCsv")).operation, server)).toContain('-o "audit.csv"');
});

test("fields are listed with their full names and describe their kind in words", async () => {
  const { operation, components } = await find("getCustomers");
  const rows = listFields(operation.answer.schema, components);
  const type = (name: string) => rows.find((row) => row.name === name)?.type;
  expect(type("items")).toBe("list of CustomerListItem");
  expect(type("items[].id")).toBe("id");
  expect(type("items[].owner.name")).toBe("text");
  expect(type("items[].state")).toBe("one of onboarding, live, paused, archived");
  expect(type("nextCursor")).toBe("text or null");
  expect(typeWords({ type: "array", items: { type: "integer" } }, {})).toBe("list of whole number");
});
