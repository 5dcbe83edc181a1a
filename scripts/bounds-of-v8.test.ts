import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { boundsOfV8 } from "./bounds-of-v8";

const OPTIONS = ["--max-old-space-size", "--max-semi-space-size", "--v8-pool-size"];

function namesOf(bounds: string[]): string[] {
  return bounds.map((bound) => bound.slice(0, bound.indexOf("=")));
}

test("a server's memory and threads are bounded, and each bound of NODE_OPTIONS takes the place of ours", () => {
  expect(namesOf(boundsOfV8(""))).toEqual(OPTIONS);
  expect(namesOf(boundsOfV8("--import tracing.mjs"))).toEqual(OPTIONS);
  for (const option of OPTIONS) {
    for (const written of [option, `--${option.slice(2).replaceAll("-", "_")}`, `--no-warnings ${option}`])
      expect(namesOf(boundsOfV8(`${written}=2`)), written).toEqual(
        OPTIONS.filter((other) => other !== option),
      );
  }
});

test("this Node takes the bounds, on its command line and in NODE_OPTIONS", () => {
  const bounds = boundsOfV8("");
  for (const [args, NODE_OPTIONS] of [
    [bounds, ""],
    [[], bounds.join(" ")],
  ] as const) {
    const { status, stderr } = spawnSync(process.execPath, [...args, "--eval", ""], {
      env: { ...process.env, NODE_OPTIONS },
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  }
});
