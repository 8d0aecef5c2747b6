/** Addresses of the pages. A global id is stage:project:uuid; an address carries the uuid, and names the stage itself. */

const project = "default";

export const uuidOf = (globalId: string) => globalId.slice(globalId.lastIndexOf(":") + 1);
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What cannot be a uuid names nothing: the page is not found. */
export const isUuid = (text: string) => uuidPattern.test(text);

export const runIdOf = (uuid: string) => `run:${project}:${uuid}`;

export const runPath = (id: string) => `/run/${uuidOf(id)}`;

export const gridPath = (id: string, method?: string) => withQuery(`${runPath(id)}/grid`, { method });

interface ClusterAddress {
  image?: string;
  method?: string;
  /** As settingAddress writes it. */
  setting?: string | undefined;
  order?: string | undefined;
}

export const clusterPath = (id: string, { image, ...rest }: ClusterAddress = {}) =>
  withQuery(`${runPath(id)}/cluster`, { image: image && uuidOf(image), ...rest });

export const modelPath = (id: string) => `/model#${uuidOf(id)}`;
export const imagePath = (id: string) => `/image?image=${uuidOf(id)}`;

export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== "") search.set(name, value);
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** The map alone, coloured; `size` is the side of the square in pixels. */
export const heatmapPicture = (id: string, look: { colormap: string; normalisation: string; size: number }) =>
  withQuery(`/p/${project}/heatmap/${uuidOf(id)}.png`, {
    colormap: look.colormap,
    normalisation: look.normalisation,
    size: String(look.size),
  });

export const heatmapValues = (id: string) => `/p/${project}/heatmap/${uuidOf(id)}.npy`;

/** What the models saw: the central square, or the whole picture squeezed square. */
export const photograph = (id: string, view: string, size: number) =>
  withQuery(`/p/${project}/image/${uuidOf(id)}.jpg`, { view, size: String(size) });

export const originalPhotograph = (id: string) => `/p/${project}/image/${uuidOf(id)}/original`;

export const maskPath = (imageId: string) => `/p/${project}/image/${uuidOf(imageId)}/mask`;

export const uploadPath = (stage: "model" | "image", query: Readonly<Record<string, string | undefined>>) =>
  withQuery(`/p/${project}/${stage}`, query);
