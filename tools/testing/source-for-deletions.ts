import { afterAll, beforeAll, beforeEach } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "./make-destination";
import { makeSource, sendBatch, type TestSource } from "./make-source";
import { useSandbox } from "./run-syncs";

/** For tests of deletions: the sandbox, and for each test a source of its own with a Heap app of its own. */
interface SourceForDeletions {
  readonly sandbox: Sandbox;
  /** A test may set another one. */
  source: TestSource;
  readonly heapAppId: string;
  /** Posts events and forwards them. */
  post(...events: unknown[]): Promise<void>;
  replay(outcome: "quarantined" | "filtered"): Promise<void>;
}

/** @param firstAppNumber what the Heap apps are numbered from: no other test file's */
export function setUpDeletions(firstAppNumber: number): SourceForDeletions {
  let appNumber = firstAppNumber;
  let sandbox: Sandbox;
  let source: TestSource;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    useSandbox(sandbox);
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    sandbox.state.faults.clear();
    source = await makeSource({ heapAppId: String(++appNumber) });
  });

  return {
    get sandbox() {
      return sandbox;
    },
    get source() {
      return source;
    },
    set source(other) {
      source = other;
    },
    get heapAppId() {
      return String(appNumber);
    },
    async post(...events) {
      await sendBatch(source, events);
      await forwardSlice(`sandbox:${appNumber}`);
    },
    async replay(outcome) {
      const { customerId, id: sourceId } = source;
      const { id } = await requestReplay(ctxOf("admin"), { customerId, sourceId, outcome });
      await runReplaySlice(id);
    },
  };
}
