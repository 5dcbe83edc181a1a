import { expect, test } from "vitest";
import { maskAddresses, maskAll, maskSecretPaths } from "./mask";

test("every email address in a text is masked, and nothing else", () => {
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

const TOKEN = "4fJx-81_kQ2b5rZpW0mYtGvNcLdHsUaEoIiPqRzXbTk";

test.each([
  `Request body exceeded 64KB for /status/${TOKEN}. Only the first 64KB`,
  `http://127.0.0.1:3000/connect/${TOKEN}?page=2`,
  `/set-password/${TOKEN}`,
  `POST /api/currents/${TOKEN} 503, GET /api/status/${TOKEN}/events`,
  `{"url":"/api/heap/${TOKEN}"}`,
  `/sign-in?callbackUrl=%2Fstatus%2F${TOKEN}&next=%252Fconnect%252F${TOKEN}`,
  `/STATUS/${TOKEN}.segments/_tree.segment.rsc`,
  `/status/${TOKEN}.js`,
  `/status/${TOKEN.replace("-", "%2D")}`,
])("a secret address in a log line is masked: %#", (text) => {
  const masked = maskSecretPaths(text);
  expect(masked).toContain("[secret]");
  expect(masked).not.toContain(TOKEN.slice(-20));
});

test("other paths stay, source files too", () => {
  const text =
    "/api/v1/customers/1/status at lib/vendors/heap/track-client.ts:10:5, app/status/[token]/page.js:1:2";
  expect(maskSecretPaths(text)).toBe(text);
});
