/** Something kept in memory, and how much of it there is. */
export interface Sized {
  readonly bytes: number;
}

export interface Cache {
  /** What `load` answers, kept for as long as the version stays the same and there is room. */
  get<Value extends Sized>(key: string, version: string, load: () => Promise<Value>): Promise<Value>;
}

interface Entry {
  readonly version: string;
  readonly value: Promise<Sized>;
  /** 0 while it is being loaded. */
  bytes: number;
}

/** Drops what was not asked for longest when more than `limitBytes` are held. */
export function openCache(limitBytes: number): Cache {
  // In the order in which they were last asked for.
  const entries = new Map<string, Entry>();

  const drop = (key: string, entry: Entry) => {
    if (entries.get(key) === entry) entries.delete(key);
  };

  const makeRoom = () => {
    let held = 0;
    for (const { bytes } of entries.values()) held += bytes;
    for (const [key, { bytes }] of entries) {
      if (held <= limitBytes) return;
      if (bytes === 0) continue;
      entries.delete(key);
      held -= bytes;
    }
  };

  const add = (key: string, version: string, load: () => Promise<Sized>): Entry => {
    const entry: Entry = { version, value: load(), bytes: 0 };
    entries.set(key, entry);
    entry.value.then(
      ({ bytes }) => {
        entry.bytes = bytes;
        makeRoom();
      },
      () => drop(key, entry),
    );
    return entry;
  };

  return {
    async get<Value extends Sized>(key: string, version: string, load: () => Promise<Value>) {
      const found = entries.get(key);
      entries.delete(key);
      if (found?.version !== version) return (await add(key, version, load).value) as Value;
      entries.set(key, found);
      return (await found.value) as Value;
    },
  };
}
