import type { UserView } from "@/lib/team/users/user-view";
import { CALLED_AS } from "./called-as";
import { readTeam } from "./read-team";

/**
 * The user with this email address.
 * @throws Error naming the address when there is no such user
 */
export async function findUser(email: string): Promise<UserView> {
  const wanted = email.trim().toLowerCase();
  const found = (await readTeam()).find((user) => user.email === wanted);
  if (!found) throw new Error(`There is no user with the address ${wanted}. See: ${CALLED_AS} list-users`);
  return found;
}
