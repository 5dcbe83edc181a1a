/** A process that rotates the keys and dies, as by `kill -9`, after its second chunk. Started by rotate-keys.test.ts. */
import { rotateKeys } from "@/lib/kernel/key-rotation/rotate-keys";

let chunks = 0;
await rotateKeys(
  { actor: { kind: "system", name: "test" } },
  {
    chunkRows: 3,
    onChunk: () => {
      chunks += 1;
      if (chunks === 2) process.kill(process.pid, "SIGKILL");
    },
  },
);
