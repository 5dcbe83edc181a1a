import type { Workspace } from "./workspace";

/** Identifiers of `/users/track` that several users may have. */
export type AddressKind = "email" | "phone";

/** Deliberately coarser than a sender should be: only what no address has. */
const FORMS: Record<AddressKind, RegExp> = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  phone: /^\+[1-9]\d{1,14}$/,
};

/** An address as Braze keeps it, email in lower case; undefined when it is none, or a phone number that is not in the form E.164. */
export function addressOf(kind: AddressKind, value: string): string | undefined {
  if (!FORMS[kind].test(value)) return undefined;
  return kind === "email" ? value.toLowerCase() : value;
}

/**
 * The users that an object changes, as members are kept: by an address that several have those of them that `sharedAnswer` says, otherwise
 * the one it names.
 */
export function usersOf(
  { shared, sharedAnswer }: Workspace,
  { sent, id }: { sent: string; id: string },
): string[] {
  const users = id.startsWith("email:") || id.startsWith("phone:") ? shared.get(sent) : undefined;
  if (!users) return [id];
  return sharedAnswer === "all" ? [...users] : users.slice(-1);
}

/** Keeps the user that was updated last at the end of each list. */
export function noteUpdated({ shared }: Workspace, user: string): void {
  for (const users of shared.values()) {
    const place = users.indexOf(user);
    if (place !== -1) users.push(...users.splice(place, 1));
  }
}
