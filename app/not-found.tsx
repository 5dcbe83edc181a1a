import Link from "next/link";

/** Every unknown address. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center px-4 text-center">
      <div>
        <h1 className="text-lg font-semibold">There is nothing here</h1>
        <p className="mt-1 text-ink-soft">
          <Link href="/" className="text-accent underline">
            Go to customers
          </Link>
        </p>
      </div>
    </main>
  );
}
