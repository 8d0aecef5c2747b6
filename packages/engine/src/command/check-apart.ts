import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { chooseProvider } from "../session/choose-provider.ts";
import type { Provider } from "../target/profile.ts";

/** The device of a provider, once it passed the golden nets in a process of its own, whose libraries print what they like. */
export async function checkApart(provider: Provider): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "heatlas-provider-"));
  try {
    return (await chooseProvider(provider, { scratch, memoryLimitBytes: totalmem(), threadsPerChild: 1 })).device;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
