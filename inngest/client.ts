import { Inngest } from "inngest";
import { pool } from "@/lib/kernel/database";
import { engineKind } from "@/lib/kernel/env";
import { embeddedClientOptions } from "./embedded/embedded-fetch";

/** The only Inngest client: events go to Inngest when it is configured, otherwise to the embedded engine's tables. */
export const inngest = new Inngest({
  id: "tributary",
  ...(engineKind() === "embedded" ? embeddedClientOptions(pool) : {}),
});
