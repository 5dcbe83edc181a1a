import { SANDBOX_PARTNER_KEY } from "../sandbox/braze/state";
import { startSandbox } from "../sandbox/start";
import { freePort } from "../scripts/free-port";
import { prepareLocalEnvironment } from "../scripts/local-environment";
import { startServer } from "../scripts/server";
import { PASSWORD } from "./portal";

/**
 * Starts what a user would have: a database, the sandbox and the production server, each real and fresh, and a team.
 * Tests get their addresses through the environment.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const quiet = () => {};
  const environment = await prepareLocalEnvironment(".data/e2e", quiet, { fresh: true });
  const sandbox = await startSandbox();
  const port = await freePort();
  const variables = {
    ...environment.variables,
    SANDBOX_URL: sandbox.url,
    BRAZE_PARTNER_KEY_US: SANDBOX_PARTNER_KEY,
    LOG_LEVEL: "error",
  };
  Object.assign(process.env, variables, { PUBLIC_URL: `http://127.0.0.1:${port}` });

  process.env.E2E_OWNER_URL = environment.ownerUrl;
  await makeTeam();
  const server = await startServer(variables, port, "inherit");
  process.env.E2E_URL = server.url;
  process.env.E2E_SANDBOX_URL = sandbox.url;

  return async () => {
    const { pool } = await import("../lib/kernel/database");
    await pool.end();
    await server.stop();
    await sandbox.close();
    await environment.stop();
  };
}

/** One member per role, all with the same password, and an API key of the admin's. */
async function makeTeam(): Promise<void> {
  const { createUser } = await import("../lib/team/users/create-user");
  const { createApiKey } = await import("../lib/team/api-keys/create-api-key");
  const ctx = { actor: { kind: "system", name: "browser tests" } } as const;
  const [admin] = await Promise.all([
    createUser(ctx, { email: "admin@example.com", name: "Ada Admin", role: "admin", password: PASSWORD }),
    createUser(ctx, { email: "csm@example.com", name: "Cleo Success", role: "csm", password: PASSWORD }),
    createUser(ctx, { email: "viewer@example.com", name: "Vik Viewer", role: "viewer", password: PASSWORD }),
  ]);
  const { key } = await createApiKey(ctx, { userId: admin.id, name: "browser tests", role: "admin" });
  process.env.E2E_API_KEY = key;
}
