import { defineRead } from "./define-read";

/** The fixed lists that the forms of sources and destinations offer. */
export const setupOptionsRead = defineRead("/api/v1/setup-options");
