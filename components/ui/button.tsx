import { Download, type LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

const TONES = {
  primary: "bg-accent text-accent-ink hover:brightness-110 border-transparent",
  plain: "bg-surface text-ink border-line hover:bg-raised",
  danger: "bg-surface text-bad border-line hover:bg-bad-ground",
  ghost: "bg-transparent text-ink-soft border-transparent hover:bg-raised hover:text-ink",
} as const;

const SIZES = { normal: "h-9 px-3 gap-2", small: "h-7 px-2 gap-1.5 text-xs" } as const;

interface Look {
  tone?: keyof typeof TONES;
  size?: keyof typeof SIZES;
  icon?: LucideIcon;
}

function lookOf({ tone = "plain", size = "normal" }: Look): string {
  return `inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md border font-medium select-none disabled:opacity-55 disabled:cursor-not-allowed ${SIZES[size]} ${TONES[tone]}`;
}

/** A button; while busy it cannot be pressed again and tells screen readers so. */
export function Button({
  tone,
  size,
  icon: Icon,
  isBusy = false,
  className = "",
  children,
  disabled,
  ...rest
}: Look & { isBusy?: boolean } & ComponentProps<"button">) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={`${lookOf({ tone, size })} ${className}`}
    >
      {isBusy ? <Spinner /> : Icon && <Icon aria-hidden="true" className="size-4" />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  tone,
  size,
  icon: Icon,
  className = "",
  children,
  ...rest
}: Look & ComponentProps<typeof Link>) {
  return (
    <Link {...rest} className={`${lookOf({ tone, size })} ${className}`}>
      {Icon && <Icon aria-hidden="true" className="size-4" />}
      {children}
    </Link>
  );
}

/** A link that saves a file from the API under its name; looks like a button. */
export function DownloadLink({
  tone,
  size,
  className = "",
  children,
  ...rest
}: Omit<Look, "icon"> & ComponentProps<"a">) {
  return (
    <a download {...rest} className={`${lookOf({ tone, size })} ${className}`}>
      <Download aria-hidden="true" className="size-4" />
      {children}
    </a>
  );
}

/** A button with only an icon; its label is read out and shown on hover. */
export function IconButton({
  icon: Icon,
  label,
  className = "",
  ...rest
}: { icon: LucideIcon; label: string } & Omit<ComponentProps<"button">, "children">): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-raised hover:text-ink disabled:opacity-55 ${className}`}
    >
      <Icon aria-hidden="true" className="size-4" />
    </button>
  );
}

function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  );
}
