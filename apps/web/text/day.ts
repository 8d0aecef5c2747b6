const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** 24 Nov 2026. */
export const dayText = (time: string) => format.format(new Date(time));
