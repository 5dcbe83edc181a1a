"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { customerOf, noteRecent } from "./recent";

/** Its code is loaded when it is first opened: most visits never do. */
const CommandPaletteDialog = dynamic(() => import("./dialog").then((module) => module.CommandPaletteDialog), {
  ssr: false,
});

/**
 * The search button of the shell, and the palette it opens; Ctrl or Cmd K opens and closes it from anywhere. What is
 * typed before the palette is there to take it is kept for it.
 */
export function CommandPalette() {
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const [keys, setKeys] = useState("Ctrl K");
  const path = usePathname();
  // Null unless the palette is on its way.
  const typedAhead = useRef<string | null>(null);

  function open() {
    typedAhead.current = "";
    setWasOpened(true);
    setOpen(true);
  }

  function close() {
    typedAhead.current = null;
    setOpen(false);
  }

  const takeTypedAhead = useCallback(() => {
    const typed = typedAhead.current ?? "";
    typedAhead.current = null;
    return typed;
  }, []);

  useEffect(() => {
    const customerId = customerOf(path);
    if (customerId) noteRecent(customerId);
  }, [path]);

  useEffect(() => {
    if (/Mac|iPhone|iPad/.test(navigator.userAgent)) setKeys("⌘ K");
  }, []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key } = event;
      const isWithControl = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (isWithControl && key.toLowerCase() === "k") {
        event.preventDefault();
        if (isOpen) close();
        else open();
        return;
      }
      if (typedAhead.current === null || event.ctrlKey || event.metaKey || event.altKey) return;
      if (key === "Escape") return close();
      if (key !== "Backspace" && key.length > 1) return;
      event.preventDefault();
      typedAhead.current = key === "Backspace" ? typedAhead.current.slice(0, -1) : typedAhead.current + key;
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={open}
        className="flex h-9 w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-ink-soft hover:border-line-strong hover:text-ink"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="max-sm:sr-only">Search</span>
        <span className="sr-only"> customers and pages</span>
        <span aria-hidden="true" className="ml-auto hidden text-xs sm:inline">
          {keys}
        </span>
      </button>
      {wasOpened && <CommandPaletteDialog isOpen={isOpen} onClose={close} takeTypedAhead={takeTypedAhead} />}
    </>
  );
}
