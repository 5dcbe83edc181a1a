import { expect, test } from "vitest";
import { toWords } from "./show-lines";

test("a line of the log is readable in a terminal; what is none stays", () => {
  const line =
    '{"level":40,"time":"2026-11-27T12:00:05.000Z","requestId":"r-1","msg":"a notice was not sent"}';
  expect(toWords(line)).toBe('12:00:05 warn  a notice was not sent {"requestId":"r-1"}');
  expect(toWords("FATAL ERROR: heap out of memory")).toBe("FATAL ERROR: heap out of memory");
});
