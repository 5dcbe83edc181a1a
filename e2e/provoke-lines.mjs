// Loaded into the server of log-lines.spec.ts: prints what libraries print, each time with a secret address, when the
// server gets SIGUSR2.
const address = process.env.PROVOKED_ADDRESS;

process.on("SIGUSR2", () => {
  process.emitWarning(`warned about ${address}`, "DeprecationWarning");
  // biome-ignore lint/suspicious/noConsole: libraries do it too.
  console.log("printed", { address }, "\nin two lines");
  console.error(new Error(`thrown because of ${address}`));
  process.stdout.write(`written to ${address} `);
  process.stderr.write(`written to ${address}\n`);
  Promise.reject(new Error(`rejected ${address}`));
  setImmediate(() => {
    throw new Error(`uncaught ${address}`);
  });
});
