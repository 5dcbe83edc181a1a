import type { Page } from "@/app/page";
import type { Actor } from "@/lib/kernel/actor";

/** Leaves lib for code that is built on it. */
export interface User {
  actor: Actor;
  page: Page;
}
