import { expect, test, vi } from "vitest";
import { GET } from "@/app/api/health/route";
import { pool } from "./database";
import { judgeFunctions, noteHeartbeat } from "./heartbeat";
import { enterPhase } from "./process-phase";

test("functions that are silent for more than two minutes have stopped", () => {
  expect(judgeFunctions(61, 3_600).state).toBe("running");
  expect(judgeFunctions(121, 3_600).state).toBe("stopped");
});

test("what was before the process started does not count", () => {
  expect(judgeFunctions(86_400, 5)).toEqual({ state: "running", silentSeconds: 5 });
});

test("health says that no function runs, but requests may still be sent here", async () => {
  enterPhase("running");
  const ask = async () => {
    const res = await GET();
    return { status: res.status, ...(await res.json()) };
  };
  await pool.query("UPDATE functions_heartbeat SET last_run_at = now() - interval '121 s'");
  const uptime = vi.spyOn(process, "uptime").mockReturnValue(600);
  expect(await ask()).toMatchObject({ status: 200, functions: "stopped" });

  await noteHeartbeat();
  // An answer is kept for a second, because anybody may ask.
  await expect.poll(ask).toMatchObject({ status: 200, functions: "running" });
  uptime.mockRestore();
});
