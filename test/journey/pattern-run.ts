import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { root } from "../../apps/launcher/settings.ts";
import { drawPictures, labels, nets } from "./files.ts";

/** Answers of the API, in the shapes that are asked for here. */
type Answer = Record<string, { id: string; message?: string; status?: string }>;

/** Four small models and three pictures, sent to Heatlas and explained by two methods; answers when all is done. */
export async function makeRun(address: string, folder: string): Promise<void> {
  const modelIds: string[] = [];
  for (const [name, { family, size }] of Object.entries(nets)) {
    const path = join(root, "test/golden/engine", name, "model.onnx");
    const { upload } = await send<{ upload: { id: string } }>(address, "model", path);
    const input = {
      uploadId: upload.id,
      name,
      family,
      inputWidth: size,
      inputHeight: size,
      mean: Array(3).fill(127.5),
      std: Array(3).fill(64),
      labelSet: { labels: { name: "elements", labels } },
    };
    modelIds.push((await ask(address, createModel, { input })).createModel!.id);
  }
  const imageIds: string[] = [];
  for (const path of await drawPictures(join(folder, "pictures"))) {
    imageIds.push((await send<{ image: { id: string } }>(address, "image", path)).image.id);
  }
  const methods = ["grad-cam", "vanilla"].map((slug) => ({ slug }));
  const { createRun: run } = await ask(address, createRun, {
    input: { name: "Elements", modelIds, imageIds, methods },
  });
  await ask(address, startRun, { id: run!.id });
  for (;;) {
    const { run: now } = await ask(address, "query ($id: ID!) { run(id: $id) { id status } }", { id: run!.id });
    if (now!.status === "done") return;
    if (now!.status !== "queued" && now!.status !== "running") throw new Error(`The run is ${now!.status}.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const failing = "... on Error { message }";
const createModel = `mutation ($input: CreateModelInput!) { createModel(input: $input) { ... on Model { id } ${failing} } }`;
const createRun = `mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on Run { id } ${failing} } }`;
const startRun = `mutation ($id: ID!) { startRun(id: $id) { ... on Run { id } ${failing} } }`;

async function send<Sent>(address: string, stage: "model" | "image", path: string): Promise<Sent> {
  const url = `${address}/p/default/${stage}?name=${basename(path)}`;
  const response = await fetch(url, { method: "POST", body: await readFile(path) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Sent;
}

async function ask(address: string, query: string, variables: Record<string, unknown>): Promise<Answer> {
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Answer; errors?: { message: string }[] };
  const message = errors?.[0]?.message ?? Object.values(data)[0]?.message;
  if (message) throw new Error(message);
  return data;
}
