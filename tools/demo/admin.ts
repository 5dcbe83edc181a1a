import { randomBytes } from "node:crypto";

/** The first admin of a demonstration, with a way into the portal and the API. */
export interface DemoAdmin {
  email: string;
  password: string;
  apiKey: string;
  /** Closes its database connections. */
  close(): Promise<void>;
}

/** Creates an admin with an API key, as `npm run admin` does; the environment must name the database. */
export async function makeAdmin(name: string): Promise<DemoAdmin> {
  const { pool } = await import("@/lib/kernel/database");
  const { createUser } = await import("@/lib/team/users/create-user");
  const { createApiKey } = await import("@/lib/team/api-keys/create-api-key");
  const ctx = { actor: { kind: "system", name } } as const;
  const email = "admin@example.com";
  const password = randomBytes(9).toString("base64url");
  const user = await createUser(ctx, { email, name: "Demo Admin", role: "admin", password });
  const { key } = await createApiKey(ctx, { userId: user.id, name, role: "admin" });
  return { email, password, apiKey: key, close: () => pool.end() };
}
