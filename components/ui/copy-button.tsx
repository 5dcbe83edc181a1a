"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { toast } from "./notify";

/** How long it shows that it has copied. */
const SHOWN_MS = 2_000;

/** Copies a text and says so, to screen readers too. `label` is the button's text: "Copy URL". */
export function CopyButton({
  text,
  label,
  size,
  tone,
}: {
  text: string;
  label: string;
  size?: "normal" | "small";
  tone?: "primary" | "plain" | "ghost";
}) {
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Without https, or without permission, the browser refuses.
      toast.error("The browser did not allow copying. Select the text and copy it by hand.");
    }
  }

  return (
    <Button size={size} tone={tone} icon={isCopied ? Check : Copy} onClick={copy}>
      {isCopied ? "Copied" : label}
      <span role="status" className="sr-only">
        {isCopied ? "Copied" : ""}
      </span>
    </Button>
  );
}
