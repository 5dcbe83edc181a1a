import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import { EARLY_INPUT } from "./early-input";
import { NONCE_HEADER } from "./page-policy";
import { Providers } from "./providers";

export const metadata: Metadata = {
  title: { default: "Tributary", template: "%s · Tributary" },
  description: "Braze events to Heap, Heap segments to Braze.",
  robots: { index: false, follow: false },
};

/** No page is rendered ahead of time: each contains the nonce of its own answer (app/page-policy.ts). */
export const dynamic = "force-dynamic";

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfbfa" },
    { media: "(prefers-color-scheme: dark)", color: "#111213" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html lang="en">
      <body>
        {/* A browser hides the nonce from scripts, and so from React's comparison. */}
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: our own source, and it must run before everything else
          dangerouslySetInnerHTML={{ __html: EARLY_INPUT }}
        />
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
