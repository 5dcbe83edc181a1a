/**
 * Requests that ask for encryption or cancel: an Int32 length of 8 or 16, then one of these codes. They are not a
 * start-up message.
 */
const CANCEL_REQUEST = 80_877_102;
const ENCRYPTION_REQUESTS = [80_877_103, 80_877_104];

const QUERY = 0x51;
const PARSE = 0x50;
const BIND = 0x42;
const READY_FOR_QUERY = 0x5a;

/** One message of a PostgreSQL client as it came, and the statement it runs, if any. */
export interface ClientMessage {
  bytes: Buffer;
  /** The text of the statement: from a simple query, or from the prepared one that is being bound. */
  statement: string | null;
}

/**
 * Cuts a PostgreSQL client's stream into its messages and says which statement each runs.
 * Source: PostgreSQL documentation, chapter "Frontend/Backend Protocol", "Message Formats" (version 3).
 */
export class ClientMessages {
  private rest: Buffer = Buffer.alloc(0);
  private isStarted = false;
  private readonly prepared = new Map<string, string>();

  /** The messages that are complete with this chunk, in order. */
  read(chunk: Buffer): ClientMessage[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const messages: ClientMessage[] = [];

    for (let bytes = this.next(); bytes; bytes = this.next()) {
      messages.push({ bytes, statement: this.isStarted ? this.statementOf(bytes) : null });
      if (!this.isStarted) this.isStarted = !isRequest(bytes);
    }
    return messages;
  }

  private next(): Buffer | null {
    // The first message of a connection has no type byte before its length.
    const typeBytes = this.isStarted ? 1 : 0;
    if (this.rest.length < typeBytes + 4) return null;

    const size = typeBytes + this.rest.readInt32BE(typeBytes);
    if (this.rest.length < size) return null;
    const bytes = this.rest.subarray(0, size);
    this.rest = this.rest.subarray(size);
    return bytes;
  }

  private statementOf(bytes: Buffer): string | null {
    switch (bytes[0]) {
      case QUERY:
        return textAt(bytes, 5);
      case PARSE: {
        const name = textAt(bytes, 5);
        this.prepared.set(name, textAt(bytes, 5 + Buffer.byteLength(name) + 1));
        return null;
      }
      case BIND: {
        const portal = textAt(bytes, 5);
        const name = textAt(bytes, 5 + Buffer.byteLength(portal) + 1);
        return this.prepared.get(name) ?? null;
      }
      default:
        return null;
    }
  }
}

/** Whether a server's answers end here: its last message is ReadyForQuery. */
export function endsReady(answers: Buffer): boolean {
  const last = answers.length - 6;
  return last >= 0 && answers[last] === READY_FOR_QUERY && answers.readInt32BE(last + 1) === 5;
}

function isRequest(bytes: Buffer): boolean {
  const code = bytes.readInt32BE(4);
  return code === CANCEL_REQUEST || ENCRYPTION_REQUESTS.includes(code);
}

/** The text from `start` to its terminating zero byte. */
function textAt(bytes: Buffer, start: number): string {
  return bytes.toString("utf8", start, bytes.indexOf(0, start));
}
