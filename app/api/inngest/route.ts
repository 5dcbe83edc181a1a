import { serve } from "inngest/next";
import { observed } from "@/app/api/observed";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { engineKind } from "@/lib/kernel/env";

const handlers = serve({ client: inngest, functions });

/** Only Inngest's own server calls here, signed; the embedded engine calls the functions in-process instead. */
function whenConfigured<T extends (...args: never[]) => unknown>(handler: T): T {
  const guarded = (...args: Parameters<T>) =>
    engineKind() === "inngest"
      ? handler(...args)
      : new Response("The embedded engine runs the functions.", { status: 404 });
  return guarded as T;
}

export const GET = whenConfigured(handlers.GET);
export const POST = whenConfigured(observed("inngest", handlers.POST));
export const PUT = whenConfigured(handlers.PUT);
