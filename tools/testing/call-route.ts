type Handler = (req: Request, context: { params: Promise<unknown> }) => Promise<Response>;

/** For tests: calls an exported route handler with a real request, as Next would. */
export async function callRoute(
  handler: Handler,
  call: {
    method?: string;
    key?: string;
    params?: Record<string, string>;
    query?: string;
    body?: unknown;
    text?: string;
    headers?: Record<string, string>;
  },
): Promise<{ status: number; body: unknown }> {
  const { method = "GET", key, params = {}, query = "", body, text, headers } = call;
  const address = `http://127.0.0.1:3000/api/v1/test/${Object.values(params).join("/")}${query}`;
  const req = new Request(address, {
    method,
    headers: { ...(key && { authorization: `Bearer ${key}` }), host: "127.0.0.1:3000", ...headers },
    body: text ?? (body === undefined ? undefined : JSON.stringify(body)),
  });

  const res = await handler(req, { params: Promise.resolve(params) });
  return { status: res.status, body: await res.json() };
}
