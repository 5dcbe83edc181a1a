import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import { asOwner } from "@/tools/testing/owner";

const root = path.resolve(import.meta.dirname, "..");
const tsx = pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href;

/** Makes hours of whole seconds, so that a command that leaves a timer behind, as an open pool does, never ends. */
const SLOW_TIMERS = `data:text/javascript,${encodeURIComponent(`
  const set = globalThis.setTimeout;
  const slow = (work, ms, ...given) => set(work, ms >= 1000 ? ms * 3600 : ms, ...given);
  globalThis.setTimeout = Object.defineProperties(slow, Object.getOwnPropertyDescriptors(set));
`)}`;

/** The one that runs. A test that waits for it in vain must not leave it behind. */
let running: ChildProcess | undefined;
afterEach(() => running?.kill("SIGKILL"));

/** Runs a command as an operator does, with the timers above. */
async function admin(
  words: string[],
  variables: Record<string, string> = {},
  cwd = root,
  output: "read" | "unread" = "read",
) {
  const options = ["--import", tsx, "--import", SLOW_TIMERS];
  const child = spawn(process.execPath, [...options, path.join(root, "scripts/admin.ts"), ...words], {
    cwd,
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json"), ...variables },
  });
  running = child;
  if (output === "unread") child.stdout.destroy();
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      printed += chunk;
    });
  const code = await new Promise((resolve) => child.once("close", resolve));
  return { code, printed };
}

test("each command ends with its work and says what it did", async () => {
  expect(await admin(["migrate"])).toMatchObject({ code: 0, printed: expect.stringContaining("up to date") });
  const email = "ops@example.com";
  const left = "left@example.com";
  for (const words of [
    ["create-user", "--email", email, "--name", "Ops", "--role", "admin"],
    ["create-user", "--email", left, "--name", "Left", "--role", "viewer"],
    ["create-api-key", "--email", email, "--name", "trial"],
    ["reset-password", "--email", email],
    ["disable-user", "--email", left],
    ["rotate-keys"],
    ["rebuild-history"],
    ["plain-storage"],
    ["compact-storage"],
  ])
    expect(await admin(words), words[0]).toMatchObject({ code: 0 });
  const team = "left@example.com  viewer  Left  (disabled)\nops@example.com  admin  Ops  (invited)";
  const listed = { code: 0, printed: expect.stringContaining(team) };
  expect(await admin(["list-users"])).toMatchObject(listed);
  const { rows } = await asOwner("SELECT count(*)::int AS keys FROM api_key");
  expect(rows).toEqual([{ keys: 1 }]);
});

test("a command that cannot do its work ends with 1 and says what to do", async () => {
  expect(await admin([])).toMatchObject({ code: 1, printed: expect.stringContaining("Usage:") });
  expect(await admin(["lst-users"])).toMatchObject({
    code: 1,
    printed: expect.stringContaining("Unknown command 'lst-users'"),
  });
  const unknown = await admin(["disable-user", "--email", "nobody@example.com"]);
  expect(unknown).toMatchObject({ code: 1, printed: expect.stringContaining("admin -- list-users") });
  const away = { DATABASE_URL: "postgresql://tributary:a-secret@127.0.0.1:1/none", DATABASE_OWNER_URL: "" };
  const unreachable = await admin(["list-users"], away);
  expect(unreachable).toMatchObject({ code: 1, printed: expect.stringContaining("nothing answers at") });
  expect(unreachable.printed).not.toContain("a-secret");
});

test("a command that is called wrongly touches nothing, not even the database", async () => {
  const away = { DATABASE_URL: "postgresql://tributary:a-secret@127.0.0.1:1/none", DATABASE_OWNER_URL: "" };
  for (const [words, said] of [
    [["create-user", "--email", "ops@example.com", "--name", "Ops"], "--role is missing."],
    [
      ["reset-password", "--email", "ops@example.com", "--password", "mine"],
      "reset-password takes no --password.",
    ],
    [["list-users", "--email", "ops@example.com"], "list-users takes no --email."],
  ] as const) {
    const { code, printed } = await admin([...words], away);
    expect([code, printed.split("\n")[0]]).toEqual([1, said]);
  }
});

test("a command whose output cannot be written says so and ends with 1", async () => {
  const create = ["create-user", "--email", "unseen@example.com", "--name", "Unseen", "--role", "viewer"];
  const { code, printed } = await admin(create, {}, root, "unread");
  expect(code).toBe(1);
  expect(printed).toContain("The output could not be written (EPIPE)");
});

test("the addresses of the database may be in files", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "secrets-"));
  const inFile = (name: string) => {
    writeFileSync(path.join(folder, name), `${process.env[name]}\n`);
    return { [name]: "", [`${name}_FILE`]: path.join(folder, name) };
  };
  const variables = { ...inFile("DATABASE_URL"), ...inFile("DATABASE_OWNER_URL") };
  expect(await admin(["migrate"], variables)).toMatchObject({ code: 0 });
  rmSync(folder, { recursive: true });
});

test("a link of an installation on this machine leads to where npm start listens", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "own-database-"));
  const own = { DATABASE_URL: "", DATABASE_OWNER_URL: "", PUBLIC_URL: "", NEXTAUTH_URL: "", PORT: "3456" };
  const email = "ops@example.com";
  const create = ["create-user", "--email", email, "--name", "Ops", "--role", "admin"];
  expect(await admin(create, own, folder)).toMatchObject({ code: 0 });
  expect(await admin(["reset-password", "--email", email], own, folder)).toMatchObject({
    code: 0,
    printed: expect.stringContaining("http://localhost:3456/set-password/"),
  });
  rmSync(folder, { recursive: true });
});
