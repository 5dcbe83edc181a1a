import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { circles, DISTRICTS, type Import, readImports, upwardImports } from "./imports";

const root = path.resolve(import.meta.dirname, "../..");
const imports = readImports(root, ["lib", "app", "components", "inngest", "sandbox"]);

const lines = (found: readonly Import[]) => found.map(({ from, to }) => `${from} -> ${to}`);
const importsOf = (...folders: string[]) =>
  lines(imports.filter(({ from }) => folders.some((folder) => from.startsWith(`${folder}/`))));

test("lib has the eight districts and nothing beside them", () => {
  expect(readdirSync(path.join(root, "lib")).sort()).toEqual([...DISTRICTS].sort());
});

test("no file of lib imports a later district, or code that is built on lib", () => {
  expect(lines(upwardImports(imports))).toEqual([]);
});

test("no files import each other in a circle, and no folders of lib do", () => {
  expect(circles(imports).map(lines)).toEqual([]);
  const ofLib = imports.filter(({ from, to }) => from.startsWith("lib/") && to.startsWith("lib/"));
  expect(circles(ofLib, path.dirname).map(lines)).toEqual([]);
});

test("these rules see an upward import, a way out of lib, and circles of files and folders, type-only ones too", () => {
  const wrongHouse = mkdtempSync(path.join(tmpdir(), "wrong-house-"));
  const files = {
    "lib/kernel/actor.ts": 'import type { User } from "@/lib/team/users/user";',
    "lib/team/users/user.ts":
      'import type { Actor } from "@/lib/kernel/actor";\nconst page = import("@/app/page");',
    "lib/setup/sources/source.ts": 'import { endpoint } from "../endpoints/endpoint";',
    "lib/setup/sources/source-id.ts": "",
    "lib/setup/endpoints/endpoint.ts": "",
    "lib/setup/endpoints/owner.ts": 'export type { SourceId } from "@/lib/setup/sources/source-id";',
    "app/page.tsx": "",
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(wrongHouse, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(wrongHouse, file), text);
  }
  const wrong = readImports(wrongHouse, ["lib", "app"]);
  rmSync(wrongHouse, { recursive: true });

  expect(lines(upwardImports(wrong)).sort()).toEqual([
    "lib/kernel/actor.ts -> lib/team/users/user.ts",
    "lib/team/users/user.ts -> app/page.tsx",
  ]);
  expect(circles(wrong).map((circle) => lines(circle).sort())).toEqual([
    ["lib/kernel/actor.ts -> lib/team/users/user.ts", "lib/team/users/user.ts -> lib/kernel/actor.ts"],
  ]);
  expect(circles(wrong, path.dirname)).toHaveLength(2);
});

test("pages, routes and components never touch the database", () => {
  const reaching = importsOf("app", "components").filter((line) =>
    /-> (pg|lib\/kernel\/database\.ts|@prisma\/.*|prisma\/generated\/client)$/.test(line),
  );
  expect(reaching).toEqual([]);
});

test("lib knows no React and no Next", () => {
  expect(importsOf("lib").filter((line) => /-> (react|next)(\/|-|$)/.test(line))).toEqual([]);
});

test("the sandbox shares no code with what it checks", () => {
  expect(importsOf("sandbox").filter((line) => /-> (lib|app|inngest|components)\//.test(line))).toEqual([]);
});

test("pages and components get values from no vendor gateway but its lists for pickers", () => {
  const reaching = importsOf("app", "components").filter((line) =>
    /-> lib\/vendors\/(braze|heap)\/(?!instances|regions|catalog|type-words|destination-kinds)/.test(line),
  );
  expect(reaching).toEqual([]);
});

/** What SQL must take from its one home, and the one file that may say it. */
const SAID_ONCE = [
  {
    home: "lib/kernel/holds/hold-rule.ts",
    words: /paused_at IS |state (=|<>|IN|NOT IN) ?\(?'(paused|archived)'/,
  },
  { home: "lib/kernel/batch-counts.ts", words: /forwarded [+-] (\S+\.)?filtered [+-]/ },
  { home: "lib/kernel/is-owed.ts", words: /acked IS DISTINCT FROM (m\.)?wanted/ },
  { home: "lib/setup/endpoints/endpoint-view.ts", words: /revoked_at IS NULL AND \((\w\.)?expires_at/ },
  { home: "lib/cohorts/syncs/queue-sync.ts", words: /INSERT INTO sync / },
  { home: "lib/kernel/own-addresses.ts", words: /NEXTAUTH_URL \|\|/ },
];

test("a rule of the books has one home: no other file says it in SQL of its own", () => {
  const files = readdirSync(path.join(root, "lib"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => `lib/${name}`);
  const sayings = SAID_ONCE.map(({ home, words }) => ({
    home,
    said: files.filter((name) => words.test(readFileSync(path.join(root, name), "utf8"))),
  }));
  expect(sayings).toEqual(SAID_ONCE.map(({ home }) => ({ home, said: [home] })));
});

test("a file of views holds no input: those are in the word's -input file, or beside the one verb that takes them", () => {
  const inputs = readdirSync(path.join(root, "lib"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("-view.ts"))
    .filter((name) =>
      /export const \w+(Input|Change)\b/.test(readFileSync(path.join(root, "lib", name), "utf8")),
    );
  expect(inputs).toEqual([]);
});
