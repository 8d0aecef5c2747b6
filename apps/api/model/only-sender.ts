const senders = new Map<string, { hangUp: () => void; gone: Promise<unknown> }>();

/**
 * Does `work` for one sender of a thing at a time. A sender whose line broke may look alive for minutes, so the one who
 * comes next is right: the one before is hung up on.
 */
export async function asOnlySender<Result>(
  thing: string,
  hangUp: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let other = senders.get(thing); other; other = senders.get(thing)) {
    other.hangUp();
    await other.gone;
  }
  const result = work();
  const gone = result.catch(() => {}).then(() => senders.delete(thing));
  senders.set(thing, { hangUp, gone });
  return await result;
}
