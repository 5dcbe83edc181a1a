import { expect, test } from "vitest";
import { assertHardToGuess } from "./guessable-password";

const ann = { email: "ann.archer@example.com", name: "Ann Archer" };

test.each([
  "aaaaaaaaaa",
  "password123",
  "P@ssw0rd123",
  "passwordpassword",
  "1234567890",
  "qwertyuiop123",
  "abcdefghij",
  "iloveyou123",
  "tributary2026",
  "annarcher2026",
  "ann.archer@example.com",
  "ab".repeat(100),
])("%s is refused, with words that say why", async (password) => {
  await expect(assertHardToGuess(password, ann)).rejects.toMatchObject({
    code: "invalid",
    details: { fields: { password: expect.stringContaining("easy to guess") } },
  });
});

test.each([
  "correct horse battery",
  "Xk3!vT9qLm",
  "zwei Esel im Regen",
  `${"x".repeat(40)}drei Kamele tanzen Walzer`,
])("%s is accepted", async (password) => {
  await expect(assertHardToGuess(password, ann)).resolves.toBeUndefined();
});
