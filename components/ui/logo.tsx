/** Two streams that become one. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path
        d="M3 3.5c4.2 0 6 2.6 7 6.5s2.8 6.5 7 6.5"
        stroke="var(--accent)"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
      <path
        d="M3 16.5c3.2 0 5-1.5 6.1-3.9"
        stroke="var(--ink-soft)"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  );
}
