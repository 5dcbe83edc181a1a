import Link from "next/link";

/** Every unknown address. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center px-4 text-center">
      <div>
        <h1 className="text-lg font-semibold">There is nothing at this address</h1>
        <p className="mt-1 text-ink-soft">
          <Link href="/" className="inline-block py-1 text-accent underline">
            Go to the dashboard
          </Link>
        </p>
      </div>
    </main>
  );
}
