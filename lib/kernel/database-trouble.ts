import { DRIVER_CODES } from "@/lib/kernel/where-of";

/** What a database's address can name wrongly, by the code of PostgreSQL or Node. */
const BY_CODE: Record<string, string> = {
  "28P01": "PostgreSQL refuses the user or the password. Correct them in the address.",
  "28000":
    "PostgreSQL refuses this user from here. See pg_hba.conf; if it asks for TLS, add ?sslmode=verify-full to the address.",
  "3D000": "PostgreSQL has no database of this name. Create it, or correct the address.",
  "53300": "PostgreSQL has no free connection. Raise max_connections, or lower DATABASE_POOL_SIZE.",
  "57P03": "PostgreSQL is just starting. Try again in a moment.",
  ENOTFOUND: "the host is not known here. Correct the address.",
  ERR_INVALID_URL:
    "this is not a valid address. A password with special characters has to be percent-encoded.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "the certificate is for another host. Use the host name that the certificate has.",
};

/** PostgreSQL's words beside the code 28000. */
const NO_SUCH_ROLE = /^role .* (does not exist|is not permitted to log in)$/;
const NO_ANSWER = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/;
const UNTRUSTED = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/**
 * Why a database cannot be used, and what to do about it. Names the variable with its address and at most its host,
 * never its user or password.
 * @param variable such as `DATABASE_URL`
 * @param address its value
 */
export function explainDatabaseTrouble(err: unknown, variable: string, address: string): string {
  const { code = "", message, path } = err as { code?: string; message: string; path?: string };
  const named = code ? ` (${code})` : "";
  if (code === "28000" && NO_SUCH_ROLE.test(message))
    return `${variable}: PostgreSQL has no such role, or it may not sign in. Correct the user in the address, or run migrate, which makes it.${named}`;
  if (/client password must be a string/.test(message))
    return `${variable}: the address has no password, and PostgreSQL asks for one. Add it.`;
  const known = BY_CODE[code];
  if (known) return `${variable}: ${known}${named}`;
  if (path && /^(ENOENT|EACCES|EISDIR)$/.test(code))
    return `${variable}: the file ${path}, which sslrootcert, sslcert or sslkey names, cannot be read${named}.`;
  if (NO_ANSWER.test(code) || DRIVER_CODES.has(message))
    return `${variable}: nothing answers at ${hostOf(address)}${named}. Check that PostgreSQL is running there and can be reached from here.`;
  if (/does not support SSL/i.test(message))
    return `${variable}: PostgreSQL does not offer TLS at ${hostOf(address)}. Switch it on there, or leave sslmode out.`;
  if (UNTRUSTED.test(code))
    return `${variable}: the certificate of PostgreSQL is not trusted${named}. Give its authority with sslrootcert=<file>.`;
  return `${variable}: the database cannot be used: ${message.split("\n")[0]}${named}`;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : "its address";
}
