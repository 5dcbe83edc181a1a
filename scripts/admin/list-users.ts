import { commandLineCtx } from "./actor";

/** `list-users`: one line each. */
export async function listUsersCommand(): Promise<void> {
  const { listUsers } = await import("@/lib/users/list-users");
  const users = await listUsers(commandLineCtx());
  if (users.length === 0) console.log("There are no users yet.");
  for (const { email, name, role, disabledAt } of users) {
    console.log(`${email}  ${role}  ${name}${disabledAt ? "  (disabled)" : ""}`);
  }
}
