/** What the list says before there is a customer. */
export function EmptyState() {
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-6 py-14 text-center">
      <h2 className="font-semibold">No customers yet</h2>
      <p className="mx-auto mt-1 max-w-md text-ink-soft">
        Create the first one through the JSON API, <code>POST /api/v1/customers</code>, or start the
        demonstration with <code>npm run demo</code> to see two with live traffic.
      </p>
    </div>
  );
}
