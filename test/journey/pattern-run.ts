import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { drawPictures, makeModels } from "./files.ts";

/** Answers of the API, in the shapes that are asked for here. */
type Answer = Record<string, { id: string; message?: string; labelSet?: { id: string }; status?: string }>;

/** Four small models and three pictures, sent to Heatlas and explained by two methods; answers when all is done. */
export async function makeRun(address: string, folder: string): Promise<void> {
  const paths = await makeModels(`${folder}/models`);
  const modelIds: string[] = [];
  for (const path of paths.filter((each) => each.endsWith(".onnx"))) {
    const { size, labels: names, ...facts } = JSON.parse(await readFile(path.replace(/onnx$/, "json"), "utf8"));
    const { upload } = await send<{ upload: { id: string } }>(address, "model", path);
    const input = {
      ...facts,
      uploadId: upload.id,
      inputWidth: size,
      inputHeight: size,
      mean: Array(3).fill(facts.mean),
      std: Array(3).fill(facts.std),
      labelSet: { labels: { name: "elements", labels: names } },
    };
    modelIds.push((await ask(address, createModel, { input })).createModel!.id);
  }
  const imageIds: string[] = [];
  for (const path of await drawPictures(`${folder}/pictures`)) {
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
