"use client";

import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { IconButton } from "./button";
import type { MenuItem } from "./menu-list";

// Loaded with the first menu that is opened, not with the page.
const MenuList = dynamic(() => import("./menu-list").then((module) => module.MenuList), {
  ssr: false,
  loading: () => <IconButton icon={Ellipsis} label="Opening" aria-busy="true" />,
});

/** A list of actions behind a button with three dots. */
export function Menu(props: { label: string; items: readonly MenuItem[] }) {
  const [wasOpened, setWasOpened] = useState(false);
  if (wasOpened) return <MenuList {...props} />;
  return (
    <IconButton
      icon={Ellipsis}
      label={props.label}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setWasOpened(true)}
    />
  );
}
