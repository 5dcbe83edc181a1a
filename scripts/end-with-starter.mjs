// Loaded with `node --import` into what the commands start: ends this process in order once its starter has ended
// without ending it, as after a SIGKILL. Plain JavaScript, because the programs run without TypeScript.
const LOOK_EACH_MS = 500;

const starterPid = Number(process.env.STARTER_PID);
if (process.ppid === starterPid) {
  const look = setInterval(() => {
    if (process.ppid === starterPid) return;
    clearInterval(look);
    process.kill(process.pid, "SIGTERM");
  }, LOOK_EACH_MS);
  look.unref();
}
