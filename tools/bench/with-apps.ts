import { freePort } from "../../scripts/free-port";
import { type AppServer, startServer } from "../../scripts/server";
import { startBalancer } from "../balancer/balancer";

/** Runs the production build while `work` runs. */
export async function withApp<Result>(
  variables: Record<string, string>,
  work: (app: AppServer) => Promise<Result>,
): Promise<Result> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await startServer({ ...variables, PUBLIC_URL: url }, port, (text) =>
    process.stderr.write(text),
  );
  const result = await work(app);
  await app.stop();
  return result;
}

/** Runs so many processes of it, which an Inngest server reaches at one address. */
export async function withApps<Result>(
  count: number,
  variables: Record<string, string>,
  work: (apps: readonly AppServer[]) => Promise<Result>,
): Promise<Result> {
  const balancer = await startBalancer();
  const own = { ...variables, ...balancer?.variables };
  const withOneMore = (apps: readonly AppServer[]): Promise<Result> =>
    apps.length === count
      ? work(apps)
      : withApp(own, (app) => {
          balancer?.add(Number(new URL(app.url).port));
          return withOneMore([...apps, app]);
        });
  try {
    return await withOneMore([]);
  } finally {
    await balancer?.close();
  }
}
