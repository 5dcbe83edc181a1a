import { createSegmentSender } from "../sandbox/senders/segments";
import { makeCustomer, makeDestination, makeSource, newSecrets } from "./make-customer";
import { adminApi, changeAsScript, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";
import { postBatch } from "./post-batch";
import { sandboxUrl } from "./sandbox-control";

const api = adminApi();

/** A customer with both directions set up that has received nothing yet. */
async function makeBoth() {
  const { path } = await makeCustomer("Identity");
  return {
    path,
    source: await makeSource(path),
    destination: await makeDestination(path, newSecrets()),
  };
}

type Customer = Awaited<ReturnType<typeof makeBoth>>;

/** What Braze posts: 150 users named `crm-<n>` by one attribute and by `otherId` by the other. */
async function sendEvents({ source }: Customer, otherId: (n: number) => string): Promise<void> {
  const users = Array.from({ length: 150 }, (_, n) => ({
    external_user_id: `crm-${n}`,
    user_id: otherId(n),
  }));
  expect(await postBatch(source.url, users)).toBe(200);
}

/** What Heap posts: a segment of 150 members, known by email address. */
async function sendSegment({ path, destination }: Customer): Promise<void> {
  const sender = createSegmentSender({
    url: destination.url,
    secret: destination.webhookSecret,
    freshSignatures: true,
  });
  sender.define(7, "Booked a trip");
  await sender.sync(7, { add: Array.from({ length: 150 }, (_, n) => `guest-${n}@example.com`) });
  await expect
    .poll(async () => (await api.get<{ items: { wanted: number }[] }>(`${path}/segments`)).items[0]?.wanted)
    .toBe(150);
}

/** Who Heap got events of. */
const heapIdentities = async (appId: string): Promise<string> => {
  const res = await fetch(`${sandboxUrl}/control/heap/${appId}/events`);
  // Until the first event Heap does not know the app.
  const { events = [] } = (await res.json()) as { events?: { identity: string }[] };
  return events.map(({ identity }) => identity).join("\n");
};

test("a CSM holds the forwarding while onboarding, sees that Heap knows nobody, corrects the attribute and resumes: Heap gets no wrong user", async ({
  page,
}) => {
  const customer = await makeBoth();
  await signIn(page, "csm", `${customer.path}/onboarding?step=connect`);
  const identities = page.getByRole("region", { name: "Identities of Currents" });
  await expect(identities).toContainText("Not compared yet");
  await expectNoAxeViolations(page);

  await identities.getByRole("button", { name: "Pause until checked" }).click();
  await expect(identities).toContainText("Paused: events from Braze are kept and compared");
  await sendEvents(customer, (n) => `guest-${n}@example.com`);
  await identities.getByRole("button", { name: "Compare now: identities of Currents" }).click();
  await expect(identities).toContainText("Nothing to compare 150 identities with");

  await sendSegment(customer);
  await identities.getByRole("button", { name: "Compare now: identities of Currents" }).click();
  await expect(identities).toContainText(
    "0% of 150 identities match: “Currents” is probably using the wrong identity. With user_id, 100% would match.",
  );
  await expect(identities).toContainText("nothing reaches Heap until you resume it");
  await identities.getByText("What was compared").click();
  await expect(identities.getByRole("row", { name: /user_id 150 150 \(100%\)/ })).toBeVisible();
  await expect(identities).toContainText("Members in Heap: gu***@ex***");
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Go live before all checks are proven" }).click();
  const question = page.getByRole("alertdialog", { name: /^Go live with / });
  await expect(question).toContainText("Every unknown identity becomes a new user in Heap.");
  await question.getByRole("button", { name: "Cancel" }).click();

  await changeAsScript(`${customer.path}/sources/${customer.source.id}`, { identityField: "user_id" });
  await expect(identities).toContainText("100% of 150 identities match");
  await identities.getByRole("button", { name: "Resume forwarding" }).click();
  await expect.poll(() => heapIdentities(customer.source.heapAppId)).toContain("guest-149@example.com");
  expect(await heapIdentities(customer.source.heapAppId)).not.toContain("crm-");
});

test("when neither of Braze's ids is what Heap knows users by, the advice is to change Heap", async ({
  page,
}) => {
  const customer = await makeBoth();
  await sendSegment(customer);
  await sendEvents(customer, (n) => `braze-${n}`);
  await signIn(page, "csm", customer.path);
  const identities = page.getByRole("region", { name: "Identities of Currents" });
  // Here until the alert has opened, then there.
  await expect(page.getByText("Heap does not know users by an ID that Braze sends").first()).toBeVisible();
  await expect(page.getByText("heap.identify with Braze’s external ID").first()).toBeVisible();
  await expect(identities.getByRole("link", { name: "Change the identity" })).toHaveCount(0);
});

test("without a button the overview tells within minutes, as an alert with masked ids; a viewer reads the same and changes nothing", async ({
  page,
  browser,
}) => {
  const customer = await makeBoth();
  await sendSegment(customer);
  await sendEvents(customer, (n) => `Guest-${n}@Example.com`);

  await signIn(page, "csm", customer.path);
  const alerts = page.getByRole("list", { name: "Open alerts" });
  await expect(alerts).toContainText("0% of 150 identities match");
  await expect(alerts).toContainText("Braze sends cr***; one of Heap’s members is gu***@ex***.");
  await expect(alerts).toContainText("First pause the source");
  await expect(alerts.getByRole("link", { name: "See the identities" })).toBeVisible();
  const pause = alerts.getByRole("button", { name: "Pause the source Currents" });
  const question = page.getByRole("alertdialog", { name: "Pause “Currents”?" });
  await pause.click();
  await question.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Pause Currents" })).toBeHidden();
  await expect(pause).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(pause).toBeVisible();
  await pause.click();
  await question.getByRole("button", { name: "Pause" }).click();
  await expect(pause).toBeHidden();

  const identities = page.getByRole("region", { name: "Identities of Currents" });
  await expect(identities).toContainText("Not known to Heap");
  await identities.getByText("What was compared").click();
  await expect(identities.getByRole("row", { name: /user_id 150 0 \(0%\) 150 ignoring case/ })).toBeVisible();
  await expect(identities.getByRole("link", { name: "Change the identity" })).toHaveAttribute(
    "href",
    `${customer.path}/setup?edit=identityField&of=${customer.source.id}#${customer.source.id}`,
  );
  await expectNoAxeViolations(page);
  await identities.getByRole("link", { name: "Change the identity" }).click();
  const form = page.getByRole("dialog", { name: "Edit “Currents”" });
  await expect(form.getByRole("radio", { name: /^external_user_id/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(`${portalUrl}${customer.path}/setup`);
  await page.goto(portalUrl + customer.path);

  await changeAsScript(`${customer.path}/sources/${customer.source.id}`, { identityField: "user_id" });
  await expect(page.getByText("100% would if capitalization were ignored").first()).toBeVisible();
  await expect(page.getByText("The IDs in Braze have capital letters").first()).toBeVisible();

  const viewer = await (await browser.newContext()).newPage();
  await signIn(viewer, "viewer", customer.path);
  const seen = viewer.getByRole("region", { name: "Identities of Currents" });
  await expect(seen).toContainText("Written differently");
  await expect(seen.getByRole("button")).toHaveCount(0);
  await viewer.context().close();
});
