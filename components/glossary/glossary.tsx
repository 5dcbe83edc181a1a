"use client";

import { CircleHelp } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Drawer } from "@/components/ui/dialog";

// Loaded when somebody asks, not with the page.
const TermList = dynamic(() => import("./term-list").then((module) => module.TermList), { ssr: false });

/** The question mark at the top: what the terms mean. */
export function Glossary() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton icon={CircleHelp} label="What the terms mean" onClick={() => setOpen(true)} />
      <Drawer isOpen={isOpen} onClose={() => setOpen(false)} title="Glossary">
        <TermList />
      </Drawer>
    </>
  );
}
