import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { DEFAULT_MIX, makeEvent } from "@/sandbox/senders/make-event";
import { createRandom } from "@/sandbox/senders/random";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { peakMemory, printResult } from "./figure";

const EVENT_COUNT = 20_000;
const RUN_SECONDS = 3;
const SEED = 1;

const random = createRandom(SEED);
const settings = {
  identityField: "external_user_id",
  userCount: 5_000,
  mix: DEFAULT_MIX,
  nowSeconds: Math.floor(Date.now() / 1_000),
} as const;
// To text and back: the app maps what JSON.parse returns.
const events: unknown[] = JSON.parse(
  JSON.stringify(Array.from({ length: EVENT_COUNT }, () => makeEvent(random, settings).body)),
);
const mapping = { ...PLAIN_MAPPING, prefix: "braze-" };

const mapAll = () => events.filter((event) => mapEvent(event, mapping).outcome === "forward").length;
mapAll();

let mapped = 0;
const startedMs = performance.now();
while (performance.now() - startedMs < RUN_SECONDS * 1_000) {
  mapAll();
  mapped += EVENT_COUNT;
}
const seconds = (performance.now() - startedMs) / 1_000;

printResult({
  part: "mapping",
  figures: [
    { name: "mapped on one core", value: mapped / seconds, unit: "events/s", target: { atLeast: 100_000 } },
    peakMemory(),
  ],
});
