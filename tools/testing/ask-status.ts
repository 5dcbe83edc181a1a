import * as status from "@/app/api/status/[token]/route";
import type { StatusView } from "@/lib/insight/status/status-view";
import { createStatusLink } from "@/lib/setup/status-links/create-status-link";
import { systemCtx } from "./make-team";

/** For tests: where the status page's server is. */
export const STATUS_ORIGIN = "http://127.0.0.1:3000";

/** Every call has its own address, so that the limit of one test does not affect another. */
let lastAddress = 0;

/** Asks for a status page's view, as its browser does. */
export async function askStatus(token: string, from = `10.0.0.${++lastAddress}`) {
  const req = new Request(`${STATUS_ORIGIN}/api/status/${token}`, {
    headers: { "x-tributary-address": from },
  });
  const res = await status.GET(req, { params: Promise.resolve({ token }) });
  return { status: res.status, headers: Object.fromEntries(res.headers), text: await res.text() };
}

/** @throws Error unless the page shows */
export async function lookAtStatus(token: string): Promise<StatusView> {
  const { status, text } = await askStatus(token);
  if (status !== 200) throw new Error(`the status page answers ${status}`);
  return JSON.parse(text);
}

/** A link to a customer's status page that allows no more than what is said. */
export async function linkOf(
  customerId: string,
  permissions: object = {},
): Promise<{ id: string; token: string }> {
  const { id, url } = await createStatusLink(systemCtx, { customerId, ...permissions });
  return { id, token: url.split("/").at(-1) ?? "" };
}
