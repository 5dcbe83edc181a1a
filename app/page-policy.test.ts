import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { pagePolicy } from "./page-policy";

const directivesOf = (page: Parameters<typeof pagePolicy>[0]) =>
  new Map(
    pagePolicy(page)
      ["content-security-policy"].split("; ")
      .map((directive) => [directive.split(" ")[0], directive]),
  );

const page = { nonce: "abc", isHttps: true, isDevelopment: false };

test("in production no script runs without the nonce, and no string is evaluated", () => {
  const script = directivesOf(page).get("script-src");
  expect(script).toContain("'nonce-abc'");
  expect(script).not.toMatch(/unsafe|https?:|\*/);
  expect(directivesOf(page).get("default-src")).toBe("default-src 'none'");
  expect(directivesOf(page).get("style-src")).not.toContain("unsafe");
});

test("nobody may frame a page, and none may change where its addresses or forms lead", () => {
  for (const name of ["frame-ancestors", "base-uri"])
    expect(directivesOf(page).get(name)).toBe(`${name} 'none'`);
  expect(directivesOf(page).get("form-action")).toBe("form-action 'self'");
});

test("only an installation reached by https tells browsers to insist on it", () => {
  expect(pagePolicy(page)).toHaveProperty("strict-transport-security");
  expect(pagePolicy({ ...page, isHttps: false })).not.toHaveProperty("strict-transport-security");
  expect(directivesOf({ ...page, isHttps: false }).has("upgrade-insecure-requests")).toBe(false);
});

test("the digest of sonner's styles is that of the installed version", () => {
  const packageFile = createRequire(import.meta.url).resolve("sonner");
  const source = readFileSync(packageFile.replace(/index\.js$/, "index.mjs"), "utf8");
  const styles = JSON.parse(/^__insertCSS\((".*")\)/m.exec(source)?.[1] ?? '""') as string;
  const digest = createHash("sha256").update(styles).digest("base64");
  expect(directivesOf(page).get("style-src")).toContain(`'sha256-${digest}'`);
});
