import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { clientAddress } from "@/app/api/auth/client-address";
import { openConnectLink } from "@/lib/connect-links/open";
import { TributaryError } from "@/lib/errors";
import { ConnectForm } from "./connect-form";
import { Notice } from "./notice";

export const metadata: Metadata = { title: "Enter your keys", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

/** The customer enters a destination's secrets here, without an account; whoever holds the link may. */
export default async function ConnectPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const address = clientAddress((await headers()).get("x-forwarded-for"));
  const form = await openConnectLink(token, address).catch(sayIfThrottled);
  if (form === null) notFound();
  if (typeof form === "string") return <Notice title="Please wait">{form}</Notice>;

  return <ConnectForm token={token} form={form} />;
}

function sayIfThrottled(err: unknown): string {
  if (err instanceof TributaryError && err.code === "limit_reached") return err.message;
  throw err;
}
