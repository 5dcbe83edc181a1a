const MIB = 1024 * 1024;

/** How many bytes of bodies may be held at a time. Our choice: a few of the largest bodies, in a process of 700 MB. */
const LIMITS = {
  process: 128 * MIB,
  /** One sender, so that it leaves room for the others. */
  sender: 48 * MIB,
  /** All bodies that were read before their senders were known. */
  strangers: 32 * MIB,
};

/** The bytes of one body while it is held. */
export interface HeldBytes {
  /** Counts more bytes; false when there is no room for them. Then nothing was counted. */
  take(bytes: number): boolean;
  /** Gives bytes back that turned out not to be needed. */
  giveBack(bytes: number): void;
  /** The body is not held any more. */
  release(): void;
}

/**
 * Counts the bytes of request bodies that a process holds. Only bytes that have arrived count, so a sender who announces
 * much and sends little takes no room from others.
 */
export class BodyBudget {
  private total = 0;
  private strangers = 0;
  private readonly bySender = new Map<string, number>();

  constructor(private readonly limits = LIMITS) {}

  /** Whether so many bytes of strangers are held, half the limit, that senders must be checked before more is read. */
  isCrowded(): boolean {
    return this.strangers >= this.limits.strangers / 2;
  }

  /**
   * Holds no bytes yet.
   * @param sender the customer whose address it came to; null for a body that is read before its sender is checked
   */
  hold(sender: string | null): HeldBytes {
    let held = 0;
    const change = (bytes: number) => {
      held += bytes;
      if (sender === null) {
        this.strangers += bytes;
        return;
      }
      this.total += bytes;
      const ofSender = (this.bySender.get(sender) ?? 0) + bytes;
      if (ofSender > 0) this.bySender.set(sender, ofSender);
      else this.bySender.delete(sender);
    };
    return {
      take: (bytes) => {
        if (!this.hasRoom(sender, bytes)) return false;
        change(bytes);
        return true;
      },
      giveBack: (bytes) => change(-bytes),
      release: () => change(-held),
    };
  }

  private hasRoom(sender: string | null, bytes: number): boolean {
    if (sender === null) return this.strangers + bytes <= this.limits.strangers;

    // No more than is left for the others afterwards, so that there is room for one more, however many there are.
    const leftBytes = this.limits.process - this.total - bytes;
    return (this.bySender.get(sender) ?? 0) + bytes <= Math.min(this.limits.sender, leftBytes);
  }
}

const shared = globalThis as typeof globalThis & { tributaryBodies?: BodyBudget };

/** The budget of this process, for every route that reads a body. Kept on globalThis because Next bundles a module more than once. */
export const bodyBudget: BodyBudget = shared.tributaryBodies ?? new BodyBudget();
shared.tributaryBodies = bodyBudget;
