// Explains the golden nets named by its arguments by the WebGPU profile on WebGPU: a line a net. Fails where WebGPU does
// not start.
import { checkGolden } from "../../packages/engine/src/golden/check.ts";
import { readGolden } from "../../packages/engine/src/golden/net.ts";
import { explain } from "../../packages/engine/src/session/explain.ts";
import { goldenRoot } from "./golden.ts";

const [, , ...names] = process.argv;

// Open to the end: the last session takes the device with it, and all shaders that were compiled.
const { folder, pixels } = readGolden(goldenRoot, "gemm_mlp");
const explainer = await explain(`${folder}/model.onnx`, { provider: "webgpu", methods: [] });
const { height, width } = explainer.compiled.input;
await explainer.run({ data: pixels, shape: [2, 3, height, width] });

for (const name of names) {
  const net = readGolden(goldenRoot, name);
  const results = await checkGolden(net, "model.onnx", [net.count], { provider: "webgpu", threads: 1 });
  console.log(`${name}\t${JSON.stringify(results)}`);
}
await explainer.close();
