import Link from "next/link";
import { Logo } from "@/components/ui/logo";
import { NavLinks } from "./nav-links";
import { UserMenu } from "./user-menu";

/** The left side on a wide screen: the pages, and who is signed in. */
export function SideNav() {
  return (
    <aside
      aria-label="Tributary"
      className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-surface px-3 py-4 lg:flex"
    >
      <Link href="/" className="mb-5 flex items-center gap-2 px-2.5 font-semibold tracking-tight">
        <Logo />
        Tributary
      </Link>
      <nav aria-label="Portal" className="flex-1">
        <NavLinks />
      </nav>
      <UserMenu />
    </aside>
  );
}
