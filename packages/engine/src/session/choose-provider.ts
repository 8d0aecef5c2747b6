import { EngineError } from "../errors.ts";
import type { Provider } from "../target/profile.ts";
import { refusal } from "./check-provider.ts";
import { openPool } from "./pool.ts";
import type { PoolOptions } from "./pool-child.ts";

/**
 * What `auto` tries, in this order. Not webgpu: it is as ready to run on a software device, which passes the golden nets
 * and is slower than the CPU itself, and ONNX Runtime does not tell the one from the other.
 */
const automatic: readonly Provider[] = ["cuda", "cpu"];

/** Why a provider is refused. */
interface Refused {
  readonly provider: Provider;
  readonly reason: string;
}

/** A provider that passed its check, and those that were asked before it. */
export interface ProviderChoice {
  readonly provider: Provider;
  readonly device: string;
  readonly refused: readonly Refused[];
}

export interface ChoiceOptions extends Omit<PoolOptions, "size" | "provider" | "quiet"> {
  /** A folder of golden nets in place of the engine's own. */
  readonly golden?: string;
  /** How long a provider may take over the golden nets (default five minutes). */
  readonly patienceMilliseconds?: number;
}

/** Checks a provider in a process of its own: a native crash or a hang there is only another reason to refuse it. */
async function checkApart(provider: Provider, { golden, patienceMilliseconds, ...options }: ChoiceOptions) {
  const patience = patienceMilliseconds ?? 300_000;
  // What the others' drivers print is in the reason; on a CPU there is nothing to print but a fault of our own.
  const pool = openPool({ ...options, size: 1, provider, quiet: provider !== "cpu" });
  try {
    return await pool.check(golden, AbortSignal.timeout(patience));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code === "cancelled")
      throw refusal(provider, `it takes more than ${patience / 1000} s over the golden nets`);
    if (error.code === "worker-crashed") throw refusal(provider, `its process crashed (${error.fields.how})`);
    if (error.code === "memory-limit")
      throw refusal(provider, "the golden nets need more memory there than a process may take");
    throw error;
  } finally {
    await pool.terminate();
  }
}

async function judge(provider: Provider, options: ChoiceOptions): Promise<{ device: string } | Refused> {
  try {
    return { device: await checkApart(provider, options) };
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== "provider-refused") throw error;
    return { provider, reason: String(error.fields.reason) };
  }
}

/**
 * The provider to compute with: the one that is asked for, or the first that is usable.
 *
 * @throws EngineError `provider-refused` where the one that is asked for, or every one, is refused
 */
export async function chooseProvider(wanted: Provider | "auto", options: ChoiceOptions): Promise<ProviderChoice> {
  const candidates = wanted === "auto" ? automatic : [wanted];
  // At once: whoever starts a worker waits for the slowest, not for their sum.
  const verdicts = await Promise.all(candidates.map((provider) => judge(provider, options)));
  const refused: Refused[] = [];
  for (const [i, verdict] of verdicts.entries()) {
    if ("device" in verdict) return { provider: candidates[i]!, device: verdict.device, refused };
    refused.push(verdict);
  }
  const [first] = refused as [Refused];
  if (wanted !== "auto") throw refusal(first.provider, first.reason);
  const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason}`);
  throw new EngineError("provider-refused", `No provider can be used (${reasons.join("; ")}).`, { refused });
}
