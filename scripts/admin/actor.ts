import { userInfo } from "node:os";
import type { Ctx } from "@/lib/kernel/actor";

/** Who runs the command, as the audit log names it. */
export function commandLineCtx(): Ctx {
  return { actor: { kind: "system", name: `command line (${readUserName()})` } };
}

function readUserName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user id that has no name.
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}
