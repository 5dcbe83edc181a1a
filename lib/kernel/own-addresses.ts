import { env } from "@/lib/kernel/env";
import { withoutSlashesAtEnd } from "./slashes-at-end";

/** Where people open the portal: NEXTAUTH_URL, otherwise the address that Braze and Heap use. */
export function portalUrl(): string {
  return process.env.NEXTAUTH_URL || env().PUBLIC_URL;
}

/**
 * The full address of something that is reached from outside: what Braze and Heap post to, and a customer's pages.
 * @param path without a slash before it
 */
export function publicUrl(path: string): string {
  return `${withoutSlashesAtEnd(env().PUBLIC_URL)}/${path}`;
}

/** Where Inngest calls the functions: a setting, otherwise the address that Braze and Heap use; never a request's host. */
export function inngestServeOrigin(): string {
  return new URL(env().INNGEST_SERVE_ORIGIN ?? env().PUBLIC_URL).origin;
}
