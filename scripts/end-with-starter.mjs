// Loaded with `node --import` into what the commands start: ends this process in order once its starter has ended
// without ending it, as after a SIGKILL. Plain JavaScript, because the programs run without TypeScript.
const LOOK_EACH_MS = 500;

const starterPid = Number(process.env.STARTER_PID);
const parentPid = process.ppid;

const look = setInterval(() => {
  if (process.ppid === parentPid && isThere(starterPid)) return;
  clearInterval(look);
  process.kill(process.pid, "SIGTERM");
}, LOOK_EACH_MS);
look.unref();

/** It may have ended before this process looked for the first time. */
function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch (err) {
    return err.code !== "ESRCH";
  }
}
