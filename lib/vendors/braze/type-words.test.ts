import { expect, test } from "vitest";
import { nameTypes, typeWords } from "./type-words";

test.each([
  ["users.messages.email.Open", "Email Open"],
  ["users.messages.fax.Sent", "Fax Sent (users.messages.fax.Sent)"],
  ["Opened", "Opened"],
])("%s is called %s in a sentence", (type, words) => {
  expect(typeWords(type)).toBe(words);
});

test("types within a text get their names, whatever else the text says", () => {
  expect(nameTypes("users.messages.email.Open → Opened, users.messages.fax.Sent → Fax")).toBe(
    "Email Open → Opened, Fax Sent (users.messages.fax.Sent) → Fax",
  );
  expect(nameTypes("Drop users, *email")).toBe("Drop users, *email");
});
