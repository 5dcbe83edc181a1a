import { createServer, type Socket } from "node:net";

/** A mail that the test's server received. */
export interface ReceivedMail {
  recipients: string[];
  /** Headers and body, as sent. */
  text: string;
}

/** How the server answers: accepts mails, refuses the recipient with a code, or never answers. */
export type Mood = "takes" | { refuses: number } | "silent";

/** A small real SMTP server on a free port. `mood` may be changed at any time. */
export async function startSmtpReceiver() {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    if (receiver.mood !== "silent") converse(socket);
  });

  function converse(socket: Socket): void {
    const say = (line: string) => socket.write(`${line}\r\n`);
    let recipients: string[] = [];
    let waiting = "";
    let isData = false;
    say("220 test");

    socket.on("data", (chunk) => {
      waiting += chunk.toString("utf8");
      for (;;) {
        const end = waiting.indexOf(isData ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const text = waiting.slice(0, end);
        waiting = waiting.slice(end + (isData ? 5 : 2));
        if (isData) {
          isData = false;
          mails.push({ recipients, text });
          recipients = [];
          say("250 kept");
        } else answer(text);
      }
    });

    function answer(line: string): void {
      const command = line.slice(0, 4).toUpperCase();
      const { mood } = receiver;
      if (command === "RCPT" && typeof mood === "object")
        return void say(`${mood.refuses} <${line.slice(8)}> no`);
      if (command === "RCPT") recipients.push(/<(.*)>/.exec(line)?.[1] ?? "");
      if (command === "DATA") {
        isData = true;
        say("354 go on");
      } else if (command === "QUIT") {
        say("221 bye");
        socket.end();
      } else say("250 yes");
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port");
  const { port } = address;

  const receiver = {
    mails,
    mood: "takes" as Mood,
    url: `smtp://127.0.0.1:${port}`,
    async stop(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
