import type { User } from "@/lib/team/users/user";

/** Imports a later district, and is imported by it: what the house rules must see. */
export interface Actor {
  user: User;
}
