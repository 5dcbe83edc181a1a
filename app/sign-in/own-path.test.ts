import { expect, test } from "vitest";
import { ownPath } from "./own-path";

const portal = "https://tributary.example.com";

test.each([
  ["/team", "/team"],
  ["/customers?q=a%20b&state=live#top", "/customers?q=a%20b&state=live#top"],
  ["https://tributary.example.com/audit", "/audit"],
  [undefined, "/"],
  [["/a", "/b"], "/"],
  ["/sign-in?callbackUrl=/team", "/"],
])("a page of the portal is gone back to: %s", (wanted, expected) => {
  expect(ownPath(wanted, portal)).toBe(expected);
});

test.each([
  "https://elsewhere.example",
  "//elsewhere.example/x",
  "/\\elsewhere.example",
  "/.//elsewhere.example",
  "\t//elsewhere.example",
  "javascript:alert(1)",
  "http://tributary.example.com/audit",
])("no sign-in leads to another site: %s", (wanted) => {
  expect(ownPath(wanted, portal)).toBe("/");
});
