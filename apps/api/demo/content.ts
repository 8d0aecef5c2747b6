import { readdir, readFile } from "node:fs/promises";
import { labels } from "../../../demo/picture/object/index.ts";
import type { LabelSetChoice } from "../label-set/service.ts";
import type { ModelFacts } from "../model/facts.ts";

const folder = new URL("../../../demo/model/", import.meta.url);

export const imageSetName = "Demo scenes";

export const labelSet = { name: "Demo objects", labels } satisfies LabelSetChoice;

export interface DemoModel {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly facts: ModelFacts;
}

/** A network's side file, as demo/train writes it. */
interface SideFile extends ModelFacts {
  readonly size: number;
}

/** The files of the networks that the project ships, in the order of their names; none where they are not trained. */
async function networkFiles(): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(".onnx")).sort();
}

/** Whether there is a demo atlas to load. */
export const hasDemo = async (): Promise<boolean> => (await networkFiles()).length > 0;

export async function* demoModels(): AsyncGenerator<DemoModel> {
  for (const fileName of await networkFiles()) {
    const side = JSON.parse(await readFile(new URL(fileName.replace(/onnx$/, "json"), folder), "utf8")) as SideFile;
    const { name, family, mean, std, channelOrder, targetLayer, size } = side;
    yield {
      fileName,
      bytes: await readFile(new URL(fileName, folder)),
      facts: { name, family, mean, std, channelOrder, targetLayer, inputWidth: size, inputHeight: size },
    };
  }
}

/** How the nodes of ReLUs that are modules are named in the demo's networks; a library of hooks sees no others. */
const moduleRelus = "/relu[^/]*/Relu$";

const seenByHooks = { reluScope: "modules", reluPattern: moduleRelus };

/** The demo's runs: the report's methods, and two of them once more as a library that hooks modules computes them. */
export const demoRuns = [
  {
    name: "The report's six methods",
    methods: ["grad-cam", "guided", "deconvnet", "vanilla", "guided-grad-cam", "lrp-epsilon"].map((slug) => ({ slug })),
  },
  {
    name: "Module ReLUs only",
    methods: ["guided", "deconvnet"].map((slug) => ({ slug, parameters: seenByHooks })),
  },
];

/** Patterns of the demo's runs that are saved with it. */
export const demoPatterns = [
  { name: "The Inception network joins last", sentence: "inception joins last" },
  { name: "The SqueezeNets go together", sentence: "squeezenet-1.0, squeezenet-1.1 form a clade" },
  { name: "The shortcut's network and its twin go together", sentence: "resnet-20, resnet-20-shortcut form a clade" },
  {
    name: "The DenseNets go together",
    sentence: "densenet-24-wide, densenet-28, densenet-36, densenet-40 form a clade",
  },
];
