import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { filesBelow } from "./files";
import { commentsOf } from "./named-paths";
import { bannedIn } from "./plain-english";

const root = path.resolve(import.meta.dirname, "../..");

/** Migrations have been applied, and an edit would change their checksum; the other two contain examples. */
const LEFT_ALONE = /^prisma\/migrations\/|^tools\/house\/plain-english(\.test)?\.ts$/;

const COMMENTED = /\.(tsx?|mjs|css|prisma|sql|ya?ml)$|(^|\/)(Dockerfile|env\.example)$/;

// Comments and documents only: the words on screens and in the API's messages have their own review.
const texts = filesBelow("")
  .filter((file) => !LEFT_ALONE.test(file))
  .flatMap((file) => {
    const isDocument = file.endsWith(".md");
    if (!isDocument && !COMMENTED.test(file)) return [];
    const text = readFileSync(path.join(root, file), "utf8");
    return [{ file, text: isDocument ? withoutQuotes(text) : withoutQuotes(commentsOf(text, file)) }];
  });

/** Leaves out code and what somebody else said, such as a message on a screen. */
function withoutQuotes(text: string): string {
  return text.replace(/```[\s\S]*?```/g, "").replace(/`[^`]*`|"[^"\n]*"|“[^”\n]*”/g, "x");
}

test("comments and documents avoid words and turns that read as translated", () => {
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.flatMap(({ file, text }) => bannedIn(text).map((found) => `${file}: ${found}`))).toEqual([]);
});

test.each([
  ["Rows of before are kept.", "earlier, existing"],
  ["A refusal that only a person can mend.", "fix, correct, repair"],
  ["The users whom Braze knows.", "who, that"],
  ["What stands in the page.", "is"],
  ["The first thing that stops it, else whether anything moves.", "otherwise"],
  ["A sync that gets nowhere for so long fails.", "this many"],
  ["An address that is none.", "is not a"],
  ["Starts again\n * for\n * ever.", "forever"],
])("%j is found", (text, plain) => {
  expect(bannedIn(text)).toEqual([expect.stringContaining(plain)]);
});

test.each([
  "It waits for as long as the vendor asked.",
  "A number that is no longer needed.",
  "What an imported name stands for.",
  "Meanwhile a second customer sends.",
])("%j is fine", (text) => {
  expect(bannedIn(text)).toEqual([]);
});

test("on screens and in messages, as in documents, email is written without a hyphen", () => {
  const shown = filesBelow("").filter((file) => /^(app|components|lib)\/.*\.tsx?$/.test(file));
  expect(shown.filter((file) => /\b[Ee]-mail/.test(readFileSync(path.join(root, file), "utf8")))).toEqual([]);
});

test("the way through a vendor's menus is written with ›, everywhere on screens and in messages", () => {
  const shown = filesBelow("").filter((file) => /^(app|components|lib)\/.*\.tsx?$/.test(file));
  expect(shown.length).toBeGreaterThan(500);
  const wrong = shown.filter((file) =>
    /[A-Za-z] > ([A-Z][a-z]|API)/.test(readFileSync(path.join(root, file), "utf8")),
  );
  expect(wrong).toEqual([]);
});

test("documents have straight quotation marks and apostrophes; screens have curly ones", () => {
  const curly = filesBelow("").filter(
    (file) => file.endsWith(".md") && /[“”‘’]/.test(readFileSync(path.join(root, file), "utf8")),
  );
  expect(curly).toEqual([]);
});
