import { randomUUID } from "node:crypto";
import { adminApi, expect, expectNoAxeViolations, signIn, test } from "./portal";

interface Made {
  id: string;
  version: number;
  endpoint: { url: string };
}

/** A customer whose source takes the wrong identity field, and events that are quarantined for it. */
async function makeQuarantined(count: number) {
  const api = adminApi();
  const name = `Replay ${randomUUID().slice(0, 8)}`;
  const { id } = await api.post<{ id: string }>("/customers", { name });
  const source = await api.post<Made>(`/customers/${id}/sources`, {
    name: "Currents",
    heapAppId: String(Math.floor(Math.random() * 1e9) + 1e9),
    heapRegion: "sandbox",
    identityField: "external_user_id",
  });
  const events = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: "[REDACTED]", user_id: `braze-${n}` },
    properties: {},
  }));
  await fetch(source.endpoint.url, { method: "POST", body: JSON.stringify({ events }) });
  const books = async () => (await api.get<{ books: Record<string, number> }>(`/customers/${id}`)).books;
  await expect.poll(books).toMatchObject({ quarantined: count, pending: 0 });
  return { path: `/customers/${id}`, source, books };
}

test("quarantined events: why, what another setting would do, the setting saved, the replay with its progress", async ({
  page,
}) => {
  const { path, source, books } = await makeQuarantined(30);
  await signIn(page, "csm", `${path}/events?outcome=quarantined`);
  await page.getByRole("link", { name: "Replay …" }).click();
  await expect(
    page.getByText("30 events fit this choice. Of the first 20, shown below, 0 would"),
  ).toBeVisible();

  await page.getByRole("button", { name: "Try other settings in the preview" }).click();
  await page.getByLabel("Identity field").selectOption("user_id");
  await expect(page.getByText("Of the first 20, shown below, 20 would be forwarded.")).toBeVisible();
  await expect(page.getByText("“Email Open” for braze-0")).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay 30 events" })).toBeDisabled();
  await expectNoAxeViolations(page);

  const res = await page.request.fetch(`${new URL(page.url()).origin}/api/v1${path}/sources/${source.id}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${process.env.E2E_API_KEY}` },
    data: { version: source.version, identityField: "user_id" },
  });
  expect(res.status()).toBe(200);
  await page.reload();
  await page.getByRole("button", { name: "Replay 30 events" }).click();
  const question = page.getByRole("alertdialog", { name: "Replay 30 events of “Currents”?" });
  await question.getByRole("button", { name: "Replay 30 events" }).click();

  await expect(page.getByText("30 of 30: 30 forwarded")).toBeVisible();
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
  expect(await books()).toMatchObject({ quarantined: 0, forwarded: 30 });
  await expect(page.getByText("No event fits this choice.")).toBeVisible();
  await expectNoAxeViolations(page);
});

test("one event is replayed from its drawer, and a viewer sees replays without the way to start one", async ({
  page,
}) => {
  const { path } = await makeQuarantined(1);
  await signIn(page, "viewer", `${path}/events?outcome=quarantined`);
  await page.getByRole("button", { name: "Email Open" }).click();
  await page.getByRole("link", { name: "Replay this event …" }).click();
  await expect(page.getByRole("heading", { name: "Replay events" })).toBeVisible();
  await expect(page.getByText("None yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Replay/ })).toHaveCount(0);
});
