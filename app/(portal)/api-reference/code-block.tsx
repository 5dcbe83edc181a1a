import { CopyButton } from "@/components/ui/copy-button";

/** Text to copy. Wide text scrolls inside the block, by keyboard too. */
export function CodeBlock({ label, text, copyLabel }: { label: string; text: string; copyLabel: string }) {
  return (
    <div className="relative min-w-0">
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto rounded-md border border-line bg-raised"
      >
        <pre className="p-3 pr-24 font-mono text-xs leading-5">{text}</pre>
      </section>
      <div className="absolute right-1.5 top-1.5">
        <CopyButton size="small" text={text} label={copyLabel} />
      </div>
    </div>
  );
}
