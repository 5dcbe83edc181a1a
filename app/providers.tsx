"use client";

import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useState } from "react";
import "@/components/ui/style-nonce";
import { ApiError } from "@/components/data/call-api";
import { holdWhilePressed } from "@/components/data/hold-while-pressed";
import { Hydrating } from "@/components/ui/hydrating";
import { toast } from "@/components/ui/notify";

const Notices = dynamic(() => import("@/components/ui/notices").then((module) => module.Notices), {
  ssr: false,
});

/** A page does not read again what the server has just read for it. */
const FRESH_MS = 1_500;

/** What the client parts of every page share. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createClient);
  useEffect(holdWhilePressed, []);
  return (
    <QueryClientProvider client={client}>
      <Hydrating />
      {children}
      <Notices />
    </QueryClientProvider>
  );
}

/** A refusal is not retried; a failing server is, twice. A change that fails says so. */
function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Without a network a read fails and says so, and a change fails now: it must not be made later, unnoticed.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: FRESH_MS,
        retry: (failures, err) => failures < 2 && !(err instanceof ApiError && err.status < 500),
      },
    },
    mutationCache: new MutationCache({
      onError: (err, _variables, _context, mutation) => {
        const isSessionOver = err instanceof ApiError && err.status === 401;
        if (!mutation.meta?.isHandled && !isSessionOver) toast.error(err.message);
      },
    }),
  });
}
