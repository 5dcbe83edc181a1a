"use client";

import { type CSSProperties, useState } from "react";
import { formatNumber } from "@/components/format/format-number";
import { type JsonLine, jsonLines } from "./json-lines";

/** Longer texts are shown cut, with a button for the rest. */
const CUT_LENGTH = 300;
/** More lines than this are also cut. */
const CUT_LINES = 300;

/** The note next to a value. */
export interface JsonMark {
  words: string;
  tone: "quiet" | "accent" | "gone";
}

const TONES: Record<JsonMark["tone"], string> = {
  quiet: "text-ink-soft",
  accent: "text-accent",
  gone: "text-wait",
};

/**
 * Readable JSON: indented, wrapped and never wider than its container, however long a value is.
 * @param marks the notes next to values, by path (`pathKey`)
 */
export function JsonView(props: { value: unknown; label: string; marks?: ReadonlyMap<string, JsonMark> }) {
  const [isWhole, setWhole] = useState(false);
  const lines = jsonLines(props.value);
  const shown = isWhole ? lines : lines.slice(0, CUT_LINES);
  return (
    <section aria-label={props.label} className="py-2 font-mono text-xs leading-5">
      {shown.map((line) => (
        <Line key={line.id} line={line} mark={props.marks?.get(line.id)} />
      ))}
      {shown.length < lines.length && (
        <More words={`Show all ${formatNumber(lines.length)} lines`} onClick={() => setWhole(true)} />
      )}
    </section>
  );
}

function Line({ line, mark }: { line: JsonLine; mark?: JsonMark }) {
  const indent = { "--indent": `${0.75 + Math.min(line.depth, 10) * 0.875}rem` } as CSSProperties;
  const isGone = mark?.tone === "gone";
  return (
    <div
      style={indent}
      className="flex flex-wrap items-baseline gap-x-3 pr-3 pl-[var(--indent)] hover:bg-raised"
    >
      <span className="min-w-0 pl-3 -indent-3 [overflow-wrap:anywhere] whitespace-pre-wrap">
        {line.name !== null && (
          <>
            <span className={isGone ? "text-ink-soft line-through" : "font-medium text-ink"}>
              {JSON.stringify(line.name)}
            </span>
            {": "}
          </>
        )}
        <Value line={line} isGone={isGone} />
      </span>
      {mark && <span className={`ml-auto font-sans ${TONES[mark.tone]}`}>{mark.words}</span>}
    </div>
  );
}

function Value({ line, isGone }: { line: JsonLine; isGone: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const isCut = !isWhole && line.text.length > CUT_LENGTH + 40;
  return (
    <span className={isGone ? "text-ink-soft line-through" : line.isText ? "text-good" : "text-ink"}>
      {isCut ? `${line.text.slice(0, CUT_LENGTH)}…` : line.text}
      {isCut && (
        <More words={`Show all ${formatNumber(line.length)} characters`} onClick={() => setWhole(true)} />
      )}
    </span>
  );
}

function More({ words, onClick }: { words: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="mx-3 inline-block indent-0 font-sans font-medium text-accent underline"
    >
      {words}
    </button>
  );
}
