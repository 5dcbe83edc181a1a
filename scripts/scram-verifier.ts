import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** As many rounds as PostgreSQL makes by default (runtime-config-connection, scram_iterations). */
const ROUNDS = 4_096;
const SALT_BYTES = 16;

/**
 * What PostgreSQL stores of a password, so that a statement which sets one can name this instead: statements that fail are
 * in the server's log. The format is that of `rolpassword` in PostgreSQL's documentation (catalog-pg-authid), the keys those
 * of RFC 5802, section 3.
 */
export function scramVerifier(password: string): string {
  const salt = randomBytes(SALT_BYTES);
  const salted = pbkdf2Sync(password, salt, ROUNDS, 32, "sha256");
  const keyOf = (name: string) => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(keyOf("Client Key")).digest("base64");
  const serverKey = keyOf("Server Key").toString("base64");
  return `SCRAM-SHA-256$${ROUNDS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
