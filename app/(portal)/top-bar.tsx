"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Glossary } from "@/components/glossary/glossary";
import { CommandPalette } from "@/components/palette/palette";
import { IconButton } from "@/components/ui/button";
import { Drawer } from "@/components/ui/dialog";
import { Logo } from "@/components/ui/logo";
import { NavLinks } from "./nav-links";
import { UserMenu } from "./user-menu";

/** Search and the glossary from everywhere; on a narrow screen also the menu of pages. */
export function TopBar() {
  const [isOpen, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface lg:bg-ground">
      <div className="mx-auto flex h-13 max-w-[1240px] items-center gap-2 px-4 sm:px-6">
        <div className="flex items-center gap-2 lg:hidden">
          <IconButton icon={MenuIcon} label="Open the menu" className="-ml-2" onClick={() => setOpen(true)} />
          <Link href="/" className="flex min-h-6 items-center gap-2 font-semibold tracking-tight">
            <Logo />
            Tributary
          </Link>
        </div>
        <div className="ml-auto lg:ml-0 lg:w-80">
          <CommandPalette />
        </div>
        <div className="lg:ml-auto">
          <Glossary />
        </div>
      </div>
      <Drawer isOpen={isOpen} onClose={() => setOpen(false)} title="Tributary">
        <div className="flex h-full flex-col justify-between gap-6">
          <nav aria-label="Portal">
            <NavLinks onNavigate={() => setOpen(false)} />
          </nav>
          <UserMenu onNavigate={() => setOpen(false)} />
        </div>
      </Drawer>
    </header>
  );
}
