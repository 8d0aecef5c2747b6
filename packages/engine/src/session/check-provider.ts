import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listSupportedBackends } from "onnxruntime-node";
import { EngineError } from "../errors.ts";
import { checkGolden, isWithin } from "../golden/check.ts";
import { type GoldenNet, goldenNames, readGolden } from "../golden/net.ts";
import type { Provider } from "../target/profile.ts";
import { deviceName } from "./device.ts";
import { type Explainer, explain } from "./explain.ts";
import { runtimeWords, type SessionOptions } from "./runtime.ts";

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

/** What is wrong with the provider's maps of a golden net; undefined where every map is right. */
async function findFault(net: GoldenNet, options: SessionOptions): Promise<string | undefined> {
  const results = await checkGolden(net, net.files[0]!, [net.count], options);
  const wrong = results.find((result) => !isWithin(result));
  if (!wrong) return undefined;
  const [error, tolerance] = [wrong.error.toExponential(0), wrong.tolerance.toExponential(0)];
  return `its ${wrong.map} of the golden net ${net.name} is off by ${error} of the largest value, where ${tolerance} is allowed`;
}

/** A session on the provider that has run: its device, and the kernels compiled for it, live as long as one is open. */
async function start(net: GoldenNet, options: SessionOptions): Promise<Explainer> {
  const explainer = await explain(join(net.folder, net.files[0]!), { ...options, methods: [] });
  const { height, width } = explainer.compiled.input;
  await explainer.run({ data: net.pixels, shape: [net.count, 3, height, width] });
  return explainer;
}

/** Why the provider did not come to the end of a golden net; other errors are faults of the net. */
function failure(provider: Provider, net: GoldenNet, error: unknown): string {
  const expected = error instanceof EngineError ? error : undefined;
  if (expected?.code === "provider-cannot-start")
    return `it cannot start (${expected.fields.words}); it needs ${needs[provider]}`;
  if (expected && expected.code !== "runtime-refused") throw expected;
  return `it fails on the golden net ${net.name} (${expected ? expected.fields.words : runtimeWords(error)})`;
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
  const options = { provider, ...(threads !== undefined && { threads }) };
  const nets = goldenNames(golden).map((name) => readGolden(golden, name));
  const refuse =
    (net: GoldenNet) =>
    (error: unknown): never => {
      throw refusal(provider, failure(provider, net, error));
    };
  const held = await start(nets[0]!, options).catch(refuse(nets[0]!));
  try {
    for (const net of nets) {
      const fault = await findFault(net, options).catch(refuse(net));
      if (fault !== undefined) throw refusal(provider, fault);
    }
  } finally {
    await held.close();
  }
  return deviceName(provider);
}
