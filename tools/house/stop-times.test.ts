import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { longestStopSeconds } from "@/lib/kernel/stop-limits";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The delay that docs/operations.md promises to have room for, and what a busy machine takes beyond the limits. */
const MOST_DELAY_SECONDS = 30;
const PATIENCE_SECONDS = 10;

const compose = parse(read("deploy/compose.yaml")) as { services: { app: { stop_grace_period: string } } };
const [deployment] = parseAllDocuments(read("deploy/kubernetes/app.yaml")).map((document) => document.toJS());

/** Seconds of a duration as Compose writes it: `1m`, `90s`, `1m30s`. */
function secondsOf(duration: string): number {
  const [, minutes = "0", seconds = "0"] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

test.each([
  ["systemd", Number(/^TimeoutStopSec=(\d+)$/m.exec(read("deploy/tributary.service"))?.[1])],
  ["Docker Compose", secondsOf(compose.services.app.stop_grace_period)],
  ["Kubernetes", deployment.spec.template.spec.terminationGracePeriodSeconds as number],
])("%s kills no process that still stops in order, with a delay of up to 30 seconds", (_, graceSeconds) => {
  expect(graceSeconds).toBeGreaterThanOrEqual(longestStopSeconds(MOST_DELAY_SECONDS) + PATIENCE_SECONDS);
});

test("the delays that the files set are within what they leave room for, and so is what the page for operators says", () => {
  const variables = deployment.spec.template.spec.containers[0].env as { name: string; value: string }[];
  const delay = variables.find(({ name }) => name === "SHUTDOWN_DELAY_SECONDS")?.value;
  expect(Number(delay)).toBeLessThanOrEqual(MOST_DELAY_SECONDS);
  expect(read("docs/operations.md")).toContain(`a delay of up to ${MOST_DELAY_SECONDS} seconds`);
});
