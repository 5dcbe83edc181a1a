import type { Endpoint } from "@/lib/setup/endpoints/endpoint";

/** Makes a circle of folders, not of files, with endpoints/. */
export interface Source {
  endpoint: Endpoint;
}
