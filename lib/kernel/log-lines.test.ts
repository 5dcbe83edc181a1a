import { expect, test } from "vitest";
import { linesOfCall, linesOfText } from "./log-lines";

const moment = { level: 30, at: new Date("2026-11-27T12:00:00Z") };
const TOKEN = "4fJx-81_kQ2b5rZpW0mYtGvNcLdHsUaEoIiPqRzXbTk";

test("a text of several lines, coloured and with an address in it, is one JSON object", () => {
  const lines = linesOfText(`\u001b[1m▲ Next\u001b[0m\n  for /status/${TOKEN}\n\n`, moment);
  expect(lines.endsWith("\n")).toBe(true);
  expect(lines.trimEnd()).not.toContain("\n");
  expect(JSON.parse(lines)).toEqual({
    level: 30,
    time: "2026-11-27T12:00:00.000Z",
    msg: "▲ Next\n  for /status/[secret]",
  });
});

test("lines that are JSON objects stay as they are, but for secret addresses", () => {
  const text = `{"msg":"a"}\n{"msg":"/api/heap/${TOKEN}"}\n`;
  expect(linesOfText(text, moment)).toBe('{"msg":"a"}\n{"msg":"/api/heap/[secret]"}\n');
  expect(JSON.parse(linesOfText('{"msg":"a"}\nand more', moment)).msg).toBe('{"msg":"a"}\nand more');
});

test("nothing but white space is no line", () => {
  expect(linesOfText("\n", moment)).toBe("");
  expect(linesOfCall([], moment)).toBe("");
});

test("an error given to console is described by its place, not by its message", () => {
  const err = Object.assign(new RangeError("quotes a-senders-value"), { code: "E1" });
  for (const args of [[err], [" ⨯", err], ["failed: %s", err], [{ err }, "failed"]]) {
    const line = linesOfCall(args, moment);
    expect(JSON.parse(line)).toMatchObject({ err: { reason: "RangeError", code: "E1" } });
    expect(line).not.toContain("a-senders-value");
  }
});

test("other arguments are written as console would", () => {
  expect(JSON.parse(linesOfCall(["%d of %s", 1, "2", { a: 1 }], moment)).msg).toBe("1 of 2 { a: 1 }");
});
