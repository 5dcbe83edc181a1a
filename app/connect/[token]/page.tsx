import type { Metadata } from "next";
import { openSecretLink } from "@/app/secret-link-page";
import { NoticePage } from "@/components/ui/notice-page";
import { lookUpConnectLink } from "@/lib/setup/connect-links/find-active-connect-link";
import { openConnectLink } from "@/lib/setup/connect-links/open-connect-link";
import { ConnectForm } from "./connect-form";

export const metadata: Metadata = { title: "Enter your keys", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

/** The customer enters a destination's secrets here, without an account; the link is enough. */
export default async function ConnectPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const form = await openSecretLink(token, lookUpConnectLink, async (link) => openConnectLink(link));
  if (typeof form === "string") return <NoticePage title="Please wait">{form}</NoticePage>;

  return <ConnectForm token={token} form={form} />;
}
