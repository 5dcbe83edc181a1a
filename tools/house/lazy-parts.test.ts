import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { filesBelow } from "./files";

const root = path.resolve(import.meta.dirname, "../..");

/** The steps of onboarding are pages of their own: Next keeps the one before until the next is there. */
const PAGES = ["app/(portal)/customers/[customerId]/onboarding/onboarding.tsx"];

/** The calls of `dynamic` in a file, as they are written. */
function lazyPartsIn(text: string): string[] {
  return text
    .split(/= dynamic\(/)
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf(";")));
}

test("a part that is loaded later has a place of its own to wait in, so the page around it stays", () => {
  const files = ["app", "components"].flatMap(filesBelow).filter((file) => file.endsWith(".tsx"));
  const parts = files
    .filter((file) => !PAGES.includes(file))
    .flatMap((file) =>
      lazyPartsIn(readFileSync(path.join(root, file), "utf8")).map((part) => ({ file, part })),
    );
  expect(parts.length).toBeGreaterThan(20);
  // Without one of these Next gives the part no boundary, and the page's `loading.tsx` takes the place of the page.
  const without = parts.filter(({ part }) => !/ssr: false|loading:/.test(part));
  expect(without.map(({ file, part }) => `${file}: ${part}`)).toEqual([]);
});

test("a part that the server paints says until when it does not listen", () => {
  const files = ["app", "components"].flatMap(filesBelow).filter((file) => file.endsWith(".tsx"));
  const painted = files.flatMap((file) =>
    lazyPartsIn(readFileSync(path.join(root, file), "utf8"))
      .filter((part) => !part.includes("ssr: false"))
      .map((part) => fileOf(file, part)),
  );
  expect(painted.length).toBeGreaterThan(10);
  // A step of onboarding has its mark in its frame.
  const silent = painted.filter((file) => !/<(Hydrating|StepFrame)\b/.test(readFileSync(file, "utf8")));
  expect(silent).toEqual([]);
});

/** The file that a part is loaded from. */
function fileOf(importer: string, part: string): string {
  const [, name = ""] = part.match(/import\("(.+?)"\)/) ?? [];
  const place = name.startsWith("@/") ? name.slice(2) : path.join(path.dirname(importer), name);
  return path.join(root, `${place}.tsx`);
}

test("this rule sees a part without a place", () => {
  const text = `const Part = dynamic(() => import("./part").then((module) => module.Part));\nconst a = 1;`;
  expect(lazyPartsIn(text)).toEqual(['() => import("./part").then((module) => module.Part))']);
});
