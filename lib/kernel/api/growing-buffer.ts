/** Taken at once when more is expected: an ordinary batch fits, so it is not copied while it grows. */
const FIRST_BYTES = 64 * 1024;

/**
 * Bytes that arrive in pieces, put together as they arrive: joining all of them at the end would hold everyone up when
 * there are many.
 */
export class GrowingBuffer {
  size = 0;
  private bytes: Buffer | null = null;

  /** @param expectedBytes how many bytes there will be, as far as is known; 0 if it is not */
  constructor(private readonly expectedBytes: number) {}

  /** Adds a piece, which may not be used by anyone else afterwards. */
  add(piece: Uint8Array): void {
    const size = this.size + piece.byteLength;
    if (this.bytes === null && size >= this.expectedBytes) {
      // A body in one piece, as most are, is not copied.
      this.bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    } else {
      if (this.bytes === null || size > this.bytes.byteLength) this.grow(size);
      this.bytes?.set(piece, this.size);
    }
    this.size = size;
  }

  /** All bytes so far. */
  whole(): Buffer {
    return this.bytes?.subarray(0, this.size) ?? Buffer.alloc(0);
  }

  /** To twice what there is, as long as more is expected: a length that is only announced takes little memory. */
  private grow(size: number): void {
    const doubled = Math.max(size, FIRST_BYTES, 2 * (this.bytes?.byteLength ?? size));
    const larger = Buffer.allocUnsafeSlow(
      size <= this.expectedBytes ? Math.min(doubled, this.expectedBytes) : doubled,
    );
    if (this.bytes) larger.set(this.bytes.subarray(0, this.size));
    this.bytes = larger;
  }
}
