import { expect, test } from "vitest";
import { maskAddresses, maskAll } from "./mask";

test("every e-mail address in a text is masked, and nothing else", () => {
  expect(maskAddresses("Friends of anna.smith+vip@mail.example.co.uk, ben@x.io")).toBe(
    "Friends of an***@ma***, be***@x.***",
  );
  expect(maskAddresses("jörg@müller.example and a%40example.com")).toBe("jö***@mü*** and a***%40ex***");
  expect(maskAddresses("Twitter @handle, 5 @ 3 pm, 2026-11-24T10:00:00Z")).toBe(
    "Twitter @handle, 5 @ 3 pm, 2026-11-24T10:00:00Z",
  );
});

test("texts are masked at any depth; other values stay", () => {
  expect(maskAll({ list: [{ name: "anna@example.com", count: 3, at: null, isOn: true }] })).toEqual({
    list: [{ name: "an***@ex***", count: 3, at: null, isOn: true }],
  });
});
