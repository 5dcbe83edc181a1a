import { expect, test } from "vitest";
import { safeCell } from "./safe-cell";

test.each([
  ["=1+1", "'=1+1"],
  ["  =1+1", "'  =1+1"],
  ["＝1+1", "'＝1+1"],
  ["+49 170", "'+49 170"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1+1", "\t'=1+1"],
  ["a;=1+1", "a;'=1+1"],
  ["a; -1", "a;' -1"],
  ["a|@x", "a|'@x"],
  ["bob\n=1+1", "bob\\n=1+1"],
  ["bob\r\n=1+1;+2", "bob\\n=1+1;'+2"],
  ["bob\u2028=1", "bob\\n=1"],
])("%j leaves neither its cell nor its line: %j", (text, cell) => {
  expect(safeCell(text)).toBe(cell);
});

test.each([
  "00123",
  "1E5",
  "12345678901234567890",
  "1.10",
  "1,5",
  "50%",
  "3-4",
  "2026-11-27",
  "12:30",
  "MAR1",
  "1-sept",
  "TRUE",
  ".5",
  "1 000",
])("the id %s stays itself in a spreadsheet", (id) => {
  expect(safeCell(id)).toBe(`'${id}`);
});

test.each([
  "0",
  "123",
  "123456789012345",
  "anna@example.com",
  "a-b=c",
  "639a35d192b0df004d06514c",
  "01a21d29-3a13-774c-96b5-dd0ac03825a7",
  "2026-09-21T14:13:20.000Z",
  "Mary 1",
  "",
  "users.messages.email.Open",
])("%j is written as it is", (text) => {
  expect(safeCell(text)).toBe(text);
});
