/** Runs once when the server starts, before it accepts requests: checks the configuration and starts the engine. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;

  const { startTributary } = await import("./inngest/start");
  await startTributary();

  const { guardRequests } = await import("./app/guard-requests");
  guardRequests();
}
