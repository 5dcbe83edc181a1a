import { CopyButton } from "@/components/ui/copy-button";

/** Text to copy. Wide text scrolls inside the block, by keyboard too, and never under the button. */
export function CodeBlock({ label, text, copyLabel }: { label: string; text: string; copyLabel: string }) {
  return (
    <div className="flex min-w-0 flex-col-reverse rounded-md border border-line bg-raised sm:flex-row sm:items-start">
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto rounded-md"
      >
        <pre className="w-max p-3 font-mono text-xs leading-5">{text}</pre>
      </section>
      <div className="flex shrink-0 justify-end p-1.5 pb-0 sm:pb-1.5">
        <CopyButton size="small" text={text} label={copyLabel} />
      </div>
    </div>
  );
}
