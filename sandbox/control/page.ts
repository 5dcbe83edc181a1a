import type { ServerResponse } from "node:http";

/**
 * The sandbox's own page: plays a customer's Braze and Heap by buttons, with the calls that `/control/senders` takes. Whoever
 * tries Tributary pastes the two URLs of the last onboarding step there and needs no command line.
 */
export function sendPage(res: ServerResponse): void {
  res.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  res.end(PAGE);
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sandbox: play Braze and Heap</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
  form { border: 1px solid #8888; border-radius: .5rem; padding: 0 1rem 1rem; margin: 1.5rem 0; }
  label { display: block; margin: .75rem 0; }
  input { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .4rem; }
  button { font: inherit; padding: .4rem 1rem; }
  output { display: block; margin-top: .75rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Play Braze and Heap</h1>
<p>For a customer that you onboard in the demo. The URLs and the token are on the last step, <b>Connect</b>.</p>
<form data-kind="currents">
  <h2>Braze sends events</h2>
  <label>Endpoint URL for Braze <input name="url" type="url" required></label>
  <label>Bearer token, if the source has one <input name="bearerToken" autocomplete="off"></label>
  <label>Events <input name="count" type="number" min="1" max="5000" value="400" required></label>
  <button>Send events</button>
  <output></output>
</form>
<form data-kind="deletion">
  <h2>Braze asks to delete a user</h2>
  <p>Uses the URL and the token above. The request then waits in Tributary, with its deadline: open the customer, Setup, Data and erasure.</p>
  <label>External ID of the user <input name="deletionOf" value="user-1" required></label>
  <button>Send a deletion request</button>
  <output></output>
</form>
<form data-kind="segments">
  <h2>Heap sends a segment</h2>
  <label>Endpoint URL for Heap <input name="url" type="url" required></label>
  <label>Webhook secret, if the destination has one <input name="secret" autocomplete="off"></label>
  <label>Segment <input name="segmentName" value="Trial users" required></label>
  <label>Users <input name="add" type="number" min="1" max="5000" value="150" required></label>
  <button>Send the segment</button>
  <output></output>
</form>
<script>
  const post = async (path, body) => {
    const res = await fetch("/control/senders/" + path, { method: "POST", body: JSON.stringify(body) });
    const answer = await res.json();
    if (!res.ok) throw new Error(answer.error);
    return answer;
  };
  // As many users in Braze that the segment does not hold: of those who have events, five in six are users of the segment.
  const usersWithEvents = () => Math.round(1.2 * Number(document.forms[2].add.value));
  const plural = (count, noun) => count + " " + noun + (count === 1 ? "" : "s");
  const settingsOf = (kind, fields) => {
    const braze = document.forms[0];
    if (kind === "segments") return { url: fields.url, secret: fields.secret };
    if (!braze.url.reportValidity()) throw new Error("paste the endpoint URL for Braze above first.");
    return { url: braze.url.value, bearerToken: braze.bearerToken.value, userCount: usersWithEvents() };
  };
  const wishOf = (kind, { count, add, segmentName, deletionOf }) => {
    if (kind === "currents") return { count: Number(count) };
    if (kind === "deletion") return { deletionOf };
    return { segmentId: 9, segmentName, add: Number(add) };
  };
  const sentOf = (kind, { count, add }) =>
    kind === "currents" ? plural(Number(count), "event") : kind === "deletion" ? "1 deletion request" : plural(Number(add), "user");
  const toldOf = (kind, fields, answers) => {
    const { 200: accepted = 0, ...others } = answers;
    const refused = Object.entries(others).map(([status, times]) => times + " × " + status);
    const inRequests = " in " + plural(accepted, "request");
    if (refused.length === 0) return "Accepted: " + sentOf(kind, fields) + inRequests + ".";
    return "Not all accepted: " + plural(accepted, "request") + " accepted, " + refused.join(", ") + ".";
  };
  for (const form of document.forms) {
    const [button, output] = [form.querySelector("button"), form.querySelector("output")];
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(form));
      const kind = form.dataset.kind;
      button.disabled = true;
      output.textContent = "Sending…";
      try {
        const sender = kind === "segments" ? "segments" : "currents";
        await post(sender + "/page-" + sender, { ...settingsOf(kind, fields), maximumAttempts: 3 });
        const { answers } = await post("page-" + sender + "/send", wishOf(kind, fields));
        output.textContent = toldOf(kind, fields, answers);
      } catch (err) {
        output.textContent = "Not sent: " + err.message;
      }
      button.disabled = false;
    });
  }
</script>
</body>
</html>
`;
