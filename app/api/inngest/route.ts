import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { observed } from "@/app/api/observed";
import { serveOptions } from "@/inngest/serve";
import { engineKind } from "@/lib/kernel/env";

type Handlers = ReturnType<typeof serve>;

let handlers: Handlers | undefined;

/**
 * Only Inngest's own server calls here, signed; the embedded engine calls the functions in-process instead. Nobody
 * registers the app from here without a signature: it does so itself when it starts (inngest/serve.ts).
 */
function answer(method: keyof Handlers) {
  return async (req: NextRequest, context: unknown): Promise<Response> => {
    if (engineKind() === "embedded")
      return new Response("The embedded engine runs the functions.", { status: 404 });
    // Made by the first request: while Next builds there is no configuration yet.
    handlers ??= serve({ ...serveOptions(), enableUnauthedSync: false });
    return handlers[method](req, context);
  };
}

export const GET = answer("GET");
export const POST = observed("inngest", answer("POST"));
export const PUT = answer("PUT");
