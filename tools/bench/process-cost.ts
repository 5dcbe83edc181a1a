import { readdirSync, readFileSync } from "node:fs";

/** Ticks of the kernel's clock in a second; 100 on every Linux that Node runs on (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

interface ProcessTimes {
  parentPid: number;
  /** Of the process and of its children that have ended, in seconds. */
  cpuSeconds: number;
}

/**
 * The processor time that a process and everything it started have used so far, in seconds. Linux only: it reads
 * `/proc`, whose fields are in proc_pid_stat(5).
 */
export function cpuSecondsOf(pid: number): number {
  const processes = new Map<number, ProcessTimes>();
  for (const name of readdirSync("/proc")) {
    const times = /^\d+$/.test(name) ? timesOf(Number(name)) : null;
    if (times) processes.set(Number(name), times);
  }

  const isOurs = (one: number): boolean =>
    one === pid || (processes.has(one) && isOurs(processes.get(one)?.parentPid ?? 0));
  return [...processes].reduce((sum, [one, { cpuSeconds }]) => sum + (isOurs(one) ? cpuSeconds : 0), 0);
}

/** The process that started this one. */
export function parentOf(pid: number): number {
  const times = timesOf(pid);
  if (!times) throw new Error(`process ${pid} has ended`);
  return times.parentPid;
}

/** The most memory a process has held so far, in MB. */
export function peakMemoryMbOf(pid: number): number {
  return megabytesOf(pid, "VmHWM");
}

/** The memory a process holds now, in MB. */
export function memoryMbOf(pid: number): number {
  return megabytesOf(pid, "VmRSS");
}

/** A field of `/proc/<pid>/status`; its fields are in proc_pid_status(5). */
function megabytesOf(pid: number, field: "VmHWM" | "VmRSS"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const line = status.split("\n").find((one) => one.startsWith(`${field}:`));
  return Number(/\d+/.exec(line ?? "")?.[0]) / 1_024;
}

/** Null for a process that has ended. */
function timesOf(pid: number): ProcessTimes | null {
  try {
    return readStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return null;
  }
}

/** Reads a line of `/proc/<pid>/stat`. The program's name, in brackets, may hold anything. */
export function readStat(line: string): ProcessTimes {
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  // The state is field 3 of the page; the four times are fields 14 to 17.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parentPid: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND };
}
