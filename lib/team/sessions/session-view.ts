import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";

/** A live session, without its token. */
const sessionView = z
  .strictObject({
    id: z.uuid(),
    userId: z.uuid(),
    /** Browser and system, such as "Firefox on Windows", as the browser said. */
    device: z.string(),
    createdAt: z.iso.datetime(),
    /** Exact to five minutes. */
    lastSeenAt: z.iso.datetime(),
    /** Whether this request came by it. */
    isCurrent: z.boolean(),
  })
  .meta({ id: "Session" });

export type SessionView = z.infer<typeof sessionView>;

/** The schema of a page of sessions. */
export const sessionPage = pageOf(sessionView);
