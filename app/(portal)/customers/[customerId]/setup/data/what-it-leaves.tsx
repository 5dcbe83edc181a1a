/** What an erasure does not do, and who does it. */
export function WhatItLeaves() {
  return (
    <div className="rounded-md border border-line bg-raised px-3.5 py-3">
      <p className="font-medium">Delete the user in Heap and Braze first</p>
      <ul className="mt-1.5 list-disc space-y-1.5 pl-5 text-ink-soft">
        <li>
          What was sent there stays there. In Heap: the user deletion API of the customer’s main production
          environment (<code className="text-xs">POST /api/public/v0/user_deletion</code>). In Braze:{" "}
          <code className="text-xs">POST /users/delete</code>, or “Delete user” on the user’s profile.
        </li>
        <li>
          An erasure does not stop new data: if Heap or Braze sends the user again later, it is taken in like
          anybody else’s.
        </li>
        <li>
          Cohorts that have the user get the removal pushed first. Braze is waited for a day at most; then the
          user is forgotten here all the same, and this page says in how many cohorts Braze may still have
          them. Deleting the user in Braze ends those too.
        </li>
      </ul>
    </div>
  );
}
