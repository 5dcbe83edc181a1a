import { defineRead } from "@/components/data/define-read";

/** What the status page shows. */
export const statusRead = defineRead("/api/status/[token]");
