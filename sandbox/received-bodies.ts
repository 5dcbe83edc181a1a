/** Text kept for all vendors together; the oldest goes first. */
const KEPT_CHARACTERS = 32 * 1024 * 1024;

/** Request bodies exactly as they came, so that the wire form of a value can be looked up. */
export class ReceivedBodies {
  private readonly kept: { subject: string; text: string }[] = [];
  private size = 0;

  /** Keeps a body for a subject, such as an app or a workspace. One larger than the whole store is not kept. */
  add(subject: string, text: string): void {
    if (text.length > KEPT_CHARACTERS) return;
    this.kept.push({ subject, text });
    this.size += text.length;
    while (this.size > KEPT_CHARACTERS) this.size -= this.kept.shift()?.text.length ?? 0;
  }

  /** The bodies kept of a subject, oldest first. */
  of(subject: string): string[] {
    return this.kept.filter((body) => body.subject === subject).map(({ text }) => text);
  }
}
