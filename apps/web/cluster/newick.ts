/** Offers a tree as a file that other programs read. */
export function downloadNewick(newick: string, fileName: string) {
  const url = URL.createObjectURL(new Blob([`${newick.trim()}\n`], { type: "text/x-nh" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
