import { expect, it } from "vitest";
import { readCurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { machineSign } from "@/lib/vendors/braze/machine-sign";

function signOf(properties: Record<string, unknown>) {
  const read = readCurrentsEvent({ id: "event-0001", event_type: "a.B", time: 1, properties });
  if (!read.ok) throw new Error(read.reason);
  return machineSign(read.event);
}

it.each([
  [{ machine_open: "true" }, "machine open"],
  [{ machine_open: true }, "machine open"],
  [{ machine_open: "apple_mail_privacy" }, "machine open"],
  [{ is_suspected_bot_click: true }, "suspected bot click"],
  [{ is_suspected_bot_click: null, suspected_bot_click_reason: ["ip"] }, "suspected bot click"],
  [{ suspected_bot_click_reason: ["user_agent", "ip"] }, "suspected bot click"],
])("%j was a machine", (properties, sign) => {
  expect(signOf(properties)).toBe(sign);
});

it.each([
  {},
  { machine_open: null },
  { machine_open: "" },
  { machine_open: "false" },
  { machine_open: "[REDACTED]" },
  { is_suspected_bot_click: false },
  { is_suspected_bot_click: false, suspected_bot_click_reason: ["ip"] },
  { suspected_bot_click_reason: [] },
  { suspected_bot_click_reason: [null] },
  { suspected_bot_click_reason: "ip" },
])("%j was not, as far as Braze says", (properties) => {
  expect(signOf(properties)).toBeNull();
});
