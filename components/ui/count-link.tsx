import Link from "next/link";
import type { ReactNode } from "react";

/** A count in a text that leads to the list of what it counts; plain when there is nothing to list. */
export function CountLink(props: { count: number; href: string; children: ReactNode }) {
  const { count, href, children } = props;
  if (count === 0) return children;
  return (
    <Link
      href={href}
      prefetch={false}
      className="tappable inline-block underline decoration-dotted underline-offset-4 hover:decoration-solid"
    >
      {children}
    </Link>
  );
}
