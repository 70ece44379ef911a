import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names this process so that another one on the same machine can tell later that it is gone: boot, process namespace,
 * number and start time (numbers are used again). Outside Linux only the number: nobody is then ever known to be gone,
 * and a lease simply runs out.
 */
export function identifyProcess(): string {
  return [...surroundings(), process.pid, startTimeOf(process.pid) ?? ''].join('/');
}

/** True only when it is certain that the process of this identity has ended. */
export function isKnownGone(identity: string): boolean {
  const [boot, namespace, pid, startTime] = identity.split('/');
  const [ourBoot, ourNamespace] = surroundings();
  if (!boot || !namespace || !startTime || boot !== ourBoot || namespace !== ourNamespace) return false;
  if (!exists(Number(pid))) return true;
  const present = startTimeOf(Number(pid));
  return present !== undefined && present !== startTime;
}

function surroundings(): [boot: string, namespace: string] {
  try {
    return [
      readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      readlinkSync('/proc/self/ns/pid'),
    ];
  } catch {
    return ['', ''];
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'; // EPERM: it is there, and somebody else's
  }
}

/** In clock ticks since boot: field 22 of /proc/PID/stat, counted after the name, which may hold anything. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
