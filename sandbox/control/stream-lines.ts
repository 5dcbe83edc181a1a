import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const LINES_PER_CHUNK = 1_000;

/** Answers with one id per line, in chunks, so that a million ids are never in memory as one string. */
export async function streamLines(res: ServerResponse, lines: Iterable<string>): Promise<void> {
  res.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
  await pipeline(Readable.from(chunksOf(lines)), res);
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < LINES_PER_CHUNK) continue;
    yield `${chunk.join("\n")}\n`;
    chunk = [];
  }
  if (chunk.length > 0) yield `${chunk.join("\n")}\n`;
}
