import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareLocalEnvironment } from "./local-environment";
import { addressesOf } from "./prepare-database";

const { ownerUrl, runtimeUrl } = addressesOf(process.env) ?? { ownerUrl: "", runtimeUrl: "" };
const changed = (url: string, change: Partial<URL>) => Object.assign(new URL(url), change).href;

/** Takes connections and says nothing, as a PostgreSQL that is frozen or a wrong port. */
let silent: Server;
beforeAll(() => {
  silent = createServer((socket) => void socket.on("error", () => {}).resume());
  return new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", () => resolve()));
});
afterAll(() => void silent.close());

/** What an operator reads who runs `migrate` with these addresses. */
async function explanationOf(DATABASE_OWNER_URL: string, DATABASE_URL: string): Promise<string> {
  const before = { ...process.env };
  Object.assign(process.env, { DATABASE_OWNER_URL, DATABASE_URL });
  try {
    return await prepareLocalEnvironment(".data", () => {}).then(
      () => "prepared",
      (err: Error) => err.message,
    );
  } finally {
    Object.assign(process.env, before);
  }
}

test("an address of the role at run time that leads nowhere is named, and the role is left as it is", async () => {
  const nowhere = changed(runtimeUrl, { port: "1", password: "another-secret" });
  const said = await explanationOf(ownerUrl, nowhere);
  expect(said).toMatch(/ DATABASE_URL: nothing answers at 127\.0\.0\.1:1 /);
  expect(said).not.toMatch(/DATABASE_OWNER_URL|another-secret/);
  expect(await explanationOf(ownerUrl, runtimeUrl)).toBe("prepared");
});

test.each([
  ["no address", () => "postgresql://user:pa#ss@127.0.0.1/x", /DATABASE_URL: this is not a valid address/],
  [
    "another database",
    () => changed(runtimeUrl, { pathname: "/other" }),
    /DATABASE_URL: .*no database of this name/,
  ],
])("%s in DATABASE_URL is not blamed on the owner's", async (_, address, said) => {
  const explanation = await explanationOf(ownerUrl, address());
  expect(explanation).toMatch(said);
  expect(explanation).not.toContain("DATABASE_OWNER_URL");
});

test("a database that takes the connection and says nothing is given up", async () => {
  const { port } = silent.address() as { port: number };
  const frozen = changed(ownerUrl, { port: String(port) });
  expect(await explanationOf(frozen, runtimeUrl)).toMatch(/^DATABASE_OWNER_URL: nothing answers at /);
});
