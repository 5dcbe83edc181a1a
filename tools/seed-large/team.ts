import { randomBytes } from "node:crypto";
import type { PoolClient } from "pg";
import { hashPassword } from "@/lib/team/users/password";
import { seedId } from "./seed-id";

export interface Login {
  email: string;
  password: string;
}

const ADMIN_EMAIL = "large-admin@example.com";
const OWNERS = ["Ada", "Bruno", "Chiara", "Dmitri", "Esther", "Farid", "Greta"];
const YEAR_MS = 365 * 86_400_000;

/** Makes an admin to sign in as, and a team that owns the customers and never signs in. */
export async function seedTeam(
  sql: PoolClient,
  untilMs: number,
): Promise<{ login: Login; ownerIds: string[] }> {
  const login = { email: ADMIN_EMAIL, password: randomBytes(9).toString("base64url") };
  const createdMs = untilMs - YEAR_MS;
  const admin = {
    email: login.email,
    name: "Large Admin",
    role: "admin",
    hash: await hashPassword(login.password, { email: login.email, name: "Large Admin" }),
  };
  const owners = OWNERS.map((name) => ({
    email: `large-${name.toLowerCase()}@example.com`,
    name,
    role: "csm",
    hash: null,
  }));

  const ids: string[] = [];
  for (const { email, name, role, hash } of [admin, ...owners]) {
    const id = seedId(createdMs, `user ${email}`);
    await sql.query(
      `INSERT INTO "user" (id, email, name, role, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, email, name, role, hash, new Date(createdMs)],
    );
    ids.push(id);
  }
  return { login, ownerIds: ids.slice(1) };
}
