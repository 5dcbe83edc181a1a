"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

/** Its code is loaded when it is first opened: most visits never open it. */
const CommandPaletteDialog = dynamic(
  () => import("@/components/command-palette-dialog").then((module) => module.CommandPaletteDialog),
  { ssr: false },
);

/** The search button of the shell, and the palette it opens; Ctrl or Cmd K opens and closes it from anywhere. */
export function CommandPalette() {
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      if (event.altKey || event.shiftKey) return;
      event.preventDefault();
      setWasOpened(true);
      setIsOpen((open) => !open);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => {
          setWasOpened(true);
          setIsOpen(true);
        }}
        className="flex h-8 items-center gap-2 rounded-lg border border-line bg-ground px-2.5 text-ink-soft hover:text-ink"
      >
        <Search size={16} aria-hidden />
        <span className="sr-only sm:not-sr-only">Search</span>
        <kbd className="hidden font-sans text-xs sm:inline" aria-hidden>
          Ctrl K
        </kbd>
      </button>
      {wasOpened && <CommandPaletteDialog isOpen={isOpen} onClose={() => setIsOpen(false)} />}
    </>
  );
}
