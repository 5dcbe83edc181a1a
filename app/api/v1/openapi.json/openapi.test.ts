import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { callRoute } from "@/tools/testing/call-route";
import { type ApiDocument, makeDocument } from "./document";
import { GET } from "./route";

const folder = path.resolve(import.meta.dirname, "..");

/** Answers 404 to every unknown address; not an operation. */
const NOWHERE = "[[...rest]]/route.ts";

/** `GET /customers` for every method that a route's file exports. */
function operationsOfFiles(): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts" && file !== NOWHERE)
    .flatMap((file) => {
      const exported = readFileSync(path.join(folder, file), "utf8").matchAll(
        /export (?:const|(?:async )?function) (GET|POST|PUT|PATCH|DELETE)\b/g,
      );
      const address = `/${path.dirname(file)}`.replaceAll("[", "{").replaceAll("]", "}");
      return [...exported].map(([, method]) => `${method} ${address}`);
    })
    .sort();
}

function operationsOf(document: ApiDocument): string[] {
  return Object.entries(document.paths)
    .flatMap(([address, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${address}`),
    )
    .sort();
}

test("the document contains every operation of the API and nothing else", async () => {
  const files = operationsOfFiles();
  const documented = operationsOf(await makeDocument());
  expect(files.length).toBeGreaterThan(70);

  const missing = files.filter((name) => !documented.includes(name));
  expect(
    missing,
    "These routes are not in the document. Make their handlers with handle(), handleDownload() or handleOpen() of app/api/v1.",
  ).toEqual([]);
  expect(documented).toEqual(files);
});

test("the document is valid OpenAPI 3.1, and every reference in it leads somewhere", async () => {
  const { status, body } = await callRoute(GET, {});
  expect(status).toBe(200);

  const validator = new Validator();
  expect(await validator.validate(structuredClone(body) as Record<string, unknown>)).toMatchObject({
    valid: true,
  });
  expect(validator.version).toBe("3.1");
  for (const [, pointer = ""] of JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = pointer.split("/").reduce((at, key) => (at as Record<string, unknown>)?.[key], body);
    expect(target, pointer).toBeDefined();
  }
});

test("every operation has a unique name, a title, the role it needs and the answers it gives", async () => {
  const { paths } = await makeDocument();
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const names = operations.map(({ operationId }) => operationId);
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);

  for (const operation of operations) {
    expect(operation.summary, operation.operationId).toMatch(/^[A-Z].*[^.]$/);
    if (operation.description) expect(operation.description, operation.operationId).toMatch(/^[A-Z].*\.$/);
    if (operation.security.length > 0) expect(operation.responses).toHaveProperty("401");
    expect(operation.responses).toHaveProperty("500");
  }
});

test("views returned by several operations are components with readable names, and none contains secrets by mistake", async () => {
  const { components, paths } = await makeDocument();
  expect(components.schemas).toHaveProperty("Customer.properties.name.type", "string");
  expect(paths["/customers/{customerId}"]?.get?.responses).toHaveProperty(
    "200.content.application/json.schema.$ref",
    "#/components/schemas/Customer",
  );
  expect(JSON.stringify(components.schemas)).not.toMatch(
    /"(passwordHash|tokenEnc|tokenHash|secretEnc|hash)":/,
  );
});
