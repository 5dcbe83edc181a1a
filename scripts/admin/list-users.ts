import { readTeam } from "./read-team";

/** `list-users`: one line per user. */
export async function listUsersCommand(): Promise<void> {
  const users = await readTeam();
  if (users.length === 0) console.log("There are no users yet.");
  for (const { email, name, role, state } of users) {
    console.log(`${email}  ${role}  ${name}${state === "active" ? "" : `  (${state})`}`);
  }
}
