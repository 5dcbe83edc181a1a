import { expect, test } from "vitest";
import { vendorWords } from "./vendor-words";

const SECRETS = ["o'b&b+1@exämple.com", "14155550123"];

test.each([
  [
    "without a message for people",
    String.raw`{"status":"bad","input":{"email":"o\u0027b\u0026b\u002B1@ex\u00e4mple.com"}}`,
  ],
  ["broken off behind it", String.raw`{"errors":[{"email":"o\u0027b\u0026b+1\u0040ex\u00E4mple.com","ty`],
  ["broken off within it", String.raw`{"errors":[{"email":"o\u0027b\u0026b+1\u0040ex`],
  [
    "of words in words",
    JSON.stringify({ message: String.raw`{"email":"o\u0027b\u0026b+1@ex\u00e4mple.com"}` }),
  ],
  ["of a number without its plus", '{"detail":{"phone":"+14155550123"}}'],
])("an answer %s is kept without what is secret, however JSON escapes it", (_, body) => {
  const words = vendorWords(body, SECRETS);
  expect(words).toContain("[removed]");
  expect(words).not.toMatch(/o'b|u0027|mple|4155/);
});
