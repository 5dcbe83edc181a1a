import { expect, test } from "vitest";
import { otherSpellings } from "./other-spellings";

test.each([
  ["USER-901", ["user-901", "User-901"]],
  [" user-901\u200b", ["user-901", "USER-901", "User-901"]],
  ["901", []],
  ["  ", []],
])("%j is often written otherwise, and never as it was typed", (text, spellings) => {
  expect(otherSpellings(text)).toEqual(spellings);
});
