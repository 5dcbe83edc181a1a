import { expect, test } from "vitest";
import { decryptSecret, encryptSecret, type SecretPlace } from "./encrypt";

const place: SecretPlace = { customerId: "c1", field: "data_import_key" };

test("a secret comes back unchanged, and its ciphertext names the key but not the secret", () => {
  const encrypted = encryptSecret("a-data-import-key", place);

  expect(encrypted).toMatch(/^v1\.test\./);
  expect(encrypted).not.toContain("a-data-import-key");
  expect(decryptSecret(encrypted, place)).toBe("a-data-import-key");
});

test("a ciphertext moved to another customer or field, or changed, does not decrypt", () => {
  const encrypted = encryptSecret("a-data-import-key", place);
  const changed = encrypted.slice(0, -6) + (encrypted.endsWith("AAAA==") ? "BBBB==" : "AAAA==");

  expect(() => decryptSecret(encrypted, { ...place, customerId: "c2" })).toThrow("does not decrypt");
  expect(() => decryptSecret(encrypted, { ...place, field: "rest_api_key" })).toThrow("does not decrypt");
  expect(() => decryptSecret(changed, place)).toThrow();
});

test("the same secret twice gives two ciphertexts", () => {
  expect(encryptSecret("x", place)).not.toBe(encryptSecret("x", place));
});
