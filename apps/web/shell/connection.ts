/** Whether the live connection broke and is being sought again. */
let lost = false;
const listeners = new Set<() => void>();

export function reportConnection(broken: boolean) {
  if (lost === broken) return;
  lost = broken;
  for (const listener of listeners) listener();
}

export function subscribeConnection(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export const isConnectionLost = () => lost;
