import { defineList } from "@/components/data/define-read";

/** The team. */
export const userList = defineList("/api/v1/users", { limit: 50 });
