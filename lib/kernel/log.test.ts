import { expect, test, vi } from "vitest";

test.each(["", "loud"])(
  "LOG_LEVEL '%s' lets the log be made, so that the check of the variables can speak",
  async (level) => {
    vi.resetModules();
    vi.stubEnv("LOG_LEVEL", level);
    const { log } = await import("./log");
    expect(log.level).toBe("info");
    vi.unstubAllEnvs();
  },
);
