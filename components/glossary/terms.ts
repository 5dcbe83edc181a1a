/** A term of the screens, and what it means in a sentence or two. */
export interface Term {
  term: string;
  meaning: string;
}

/**
 * The terms that screens, mails and documents for people use; at most 25, or nobody reads them. `docs/glossary.md` says the
 * same, which a test checks. What developers call these things is in `docs/words.md`.
 */
export const GLOSSARY: readonly { title: string; terms: readonly Term[] }[] = [
  {
    title: "The connection",
    terms: [
      { term: "Customer", meaning: "A company you connect. It is onboarding, live, paused or archived." },
      { term: "Source", meaning: "Brings events from one Braze Currents connector to one Heap environment." },
      {
        term: "Destination",
        meaning: "Brings segments from one Heap integration to one Braze workspace.",
      },
      {
        term: "Endpoint",
        meaning:
          "The secret URL that Braze or Heap sends to. After you rotate it, the old one can keep working for a while.",
      },
      {
        term: "Connect link",
        meaning:
          "A link that works once, where the customer enters their own keys. You never see the values.",
      },
      {
        term: "Status link",
        meaning: "A link to a page where the customer sees how the connection is doing.",
      },
      { term: "Check", meaning: "One step of the connection. It turns green once a real request proves it." },
    ],
  },
  {
    title: "Events: Braze to Heap",
    terms: [
      {
        term: "Event",
        meaning:
          "Something a user or a message did. Braze sends them in batches. Each event ends up forwarded, filtered, quarantined or recognized as a duplicate.",
      },
      { term: "Queued", meaning: "Received and kept, but not sent on yet." },
      {
        term: "Filtered",
        meaning:
          "Left out on purpose: for example, the user is anonymous, or the source does not forward this type.",
      },
      { term: "Quarantined", meaning: "Set aside with a reason. Fix the cause, then replay it." },
      { term: "Identity", meaning: "The ID by which Heap knows a user. Upper and lower case matter." },
      {
        term: "Replay",
        meaning:
          "Sends events to Heap again with the current settings. Heap counts each event once, however often it is sent.",
      },
    ],
  },
  {
    title: "Segments: Heap to Braze",
    terms: [
      { term: "Segment", meaning: "A group of users in Heap, its members. It is off, manual or recurring." },
      {
        term: "Cohort or attribute",
        meaning:
          "The copy of a segment in Braze: a cohort of the same name, or a custom attribute that is true for its users.",
      },
      { term: "Heap update", meaning: "A request from Heap that says who entered and left a segment." },
      { term: "In Heap", meaning: "Users in the segment, according to Heap." },
      {
        term: "Sent to Braze",
        meaning:
          "Users Braze accepted into the cohort or with the attribute. Braze does not say whether it knows them: a match check measures that.",
      },
      { term: "To sync", meaning: "Changes that Braze has not accepted yet." },
      {
        term: "Refused",
        meaning:
          "Users Braze does not accept, or whose ID is not a valid email address or phone number. Each comes with the reason.",
      },
      {
        term: "Sync",
        meaning:
          "Sends the changes to sync. A dry run counts them without calling Braze; a resync sends everyone again.",
      },
      {
        term: "Match check",
        meaning: "Asks Braze about a random sample of users to learn how many it knows.",
      },
    ],
  },
  {
    title: "Watching",
    terms: [
      {
        term: "Health",
        meaning:
          "How a customer is doing, from its open alerts: healthy, needs attention, failing, waiting for data or paused.",
      },
      {
        term: "Alert",
        meaning:
          "An open problem and its next step. It closes automatically once the problem is gone; some can also be dismissed.",
      },
      {
        term: "Snooze and mute",
        meaning:
          "A snooze hides one alert until a time you choose. A mute holds back all notices about one customer; its alerts stay visible.",
      },
    ],
  },
];

/** The glossary as a document. */
export function glossaryDocument(): string {
  const parts = GLOSSARY.map(
    ({ title, terms }) =>
      `## ${title}\n\n| term | meaning |\n|---|---|\n${terms.map(({ term, meaning }) => `| ${term} | ${meaning} |`).join("\n")}\n`,
  );
  return `# Glossary\n\nThe terms used on screens and in emails. The portal shows the same list behind the question mark at the top.\n\n${parts.join("\n")}`;
}
