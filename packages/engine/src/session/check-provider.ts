import { fileURLToPath } from "node:url";
import { listSupportedBackends } from "onnxruntime-node";
import { EngineError } from "../errors.ts";
import { checkGolden, isWithin } from "../golden/check.ts";
import { goldenNames, readGolden } from "../golden/net.ts";
import type { Provider } from "../target/profile.ts";
import { deviceName } from "./device.ts";
import { runtimeWords } from "./runtime.ts";

/** The golden nets that every provider runs before it is used: one for each form that providers get wrong. */
export const shippedGolden = fileURLToPath(new URL("../../golden/", import.meta.url));

/** What a provider cannot do without. */
const needs: Readonly<Record<Provider, string>> = {
  cpu: "the CPU build of onnxruntime-node",
  cuda: "an NVIDIA card, CUDA 12 with cuDNN 9, and the CUDA build (ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node)",
  webgpu: "a graphics card with a Vulkan, Metal or Direct3D 12 driver",
};

export interface CheckOptions {
  /** A folder laid out as test/golden/engine/README.md says. */
  readonly golden?: string;
  readonly threads?: number;
}

/** An error that says why a provider is not used. */
export const refusal = (provider: Provider, reason: string): EngineError =>
  new EngineError("provider-refused", `The provider ${provider} is refused: ${reason}.`, { provider, reason });

/** Why the provider cannot be used on this golden net; undefined where every map is right. */
async function findFault(provider: Provider, golden: string, name: string, threads?: number) {
  const net = readGolden(golden, name);
  const options = { provider, ...(threads !== undefined && { threads }) };
  const results = await checkGolden(net, net.files[0]!, [net.count], options);
  const wrong = results.find((result) => !isWithin(result));
  if (!wrong) return undefined;
  const [error, tolerance] = [wrong.error.toExponential(0), wrong.tolerance.toExponential(0)];
  return `its ${wrong.map} of the golden net ${name} is off by ${error} of the largest value, where ${tolerance} is allowed`;
}

/**
 * Runs the golden nets on a provider, and gives the name of its device.
 *
 * @throws EngineError `provider-refused` where the runtime lacks it, or it cannot start, fails, or computes a map beyond
 *   its tolerance
 */
export async function checkProvider(
  provider: Provider,
  { golden = shippedGolden, threads }: CheckOptions = {},
): Promise<string> {
  const available = listSupportedBackends().map(({ name }) => name);
  if (!available.includes(provider))
    throw refusal(provider, `ONNX Runtime has ${available.join(", ")} on this system, and no ${provider}`);
  for (const name of goldenNames(golden)) {
    const fault = await findFault(provider, golden, name, threads).catch((error: unknown) => {
      if (!(error instanceof EngineError)) return `it fails on the golden net ${name} (${runtimeWords(error)})`;
      if (error.code !== "provider-cannot-start") throw error;
      return `it cannot start (${error.fields.words}); it needs ${needs[provider]}`;
    });
    if (fault !== undefined) throw refusal(provider, fault);
  }
  return deviceName(provider);
}
