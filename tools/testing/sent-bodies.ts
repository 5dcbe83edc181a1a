/** A request whose body arrives in pieces, and how many bytes of it were read. */
export function drip(pieces: readonly (Buffer | Error)[], headers: Record<string, string> = {}) {
  const left = [...pieces];
  const asked = { bytes: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = left.shift();
        if (!piece) return controller.close();
        if (piece instanceof Error) return controller.error(piece);
        asked.bytes += piece.byteLength;
        controller.enqueue(Uint8Array.from(piece));
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
  return { req: new Request("http://127.0.0.1:3000/api/x", init), asked };
}

/** A request that sends some bytes twice and then waits until it is ended. */
export function openEnded(bytes: Buffer, headers: Record<string, string> = {}) {
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Uint8Array.from(bytes));
      controller.enqueue(Uint8Array.from(bytes));
      end = () => {
        try {
          controller.close();
        } catch {
          // Refused, and cancelled by the reader.
        }
      };
    },
  });
  const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
  return { req: new Request("http://127.0.0.1:3000/api/x", init), end: () => end() };
}
