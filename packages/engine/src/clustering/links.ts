export type Link = (xi: number, yi: number, xy: number, nx: number, ny: number, ni: number) => number;

/**
 * Distance from cluster i to the union of x and y, given d(x,i), d(y,i), d(x,y) and the sizes: Lance and Williams 1967.
 * Every formula is in scipy's order of operations, so that heights agree to the last bit.
 */
export const links = {
  single: (xi, yi) => Math.min(xi, yi),
  complete: (xi, yi) => Math.max(xi, yi),
  average: (xi, yi, _xy, nx, ny) => (nx * xi + ny * yi) / (nx + ny),
  weighted: (xi, yi) => 0.5 * (xi + yi),
  ward: (xi, yi, xy, nx, ny, ni) => {
    const t = 1 / (nx + ny + ni);
    return Math.sqrt((ni + nx) * t * xi * xi + (ni + ny) * t * yi * yi - ni * t * xy * xy);
  },
  centroid: (xi, yi, xy, nx, ny) =>
    Math.sqrt((nx * xi * xi + ny * yi * yi - (nx * ny * xy * xy) / (nx + ny)) / (nx + ny)),
  median: (xi, yi, xy) => Math.sqrt(0.5 * (xi * xi + yi * yi) - 0.25 * xy * xy),
} satisfies Record<string, Link>;

/** Definitions.md §4; ward is R's ward.D2. */
export type LinkageMethod = keyof typeof links;

export const linkageMethods = Object.keys(links) as readonly LinkageMethod[];
