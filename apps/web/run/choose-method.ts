/** The method that an address asks for; else Grad-CAM, which most people look at first; else the run's first. */
export const chooseMethod = <Method extends { slug: string }>(methods: readonly Method[], asked: string | undefined) =>
  methods.find(({ slug }) => slug === asked) ?? methods.find(({ slug }) => slug === "grad-cam") ?? methods[0];
