import { builder } from "./builder.ts";
import { InputError } from "./errors.ts";

builder.scalarType("DateTime", {
  description: "A moment in UTC, as ISO 8601.",
  serialize: (date) => date.toISOString(),
  parseValue: (value) => {
    const date = new Date(String(value));
    if (Number.isNaN(date.getTime())) throw new InputError(`"${String(value)}" is not a date.`);
    return date;
  },
});

builder.scalarType("JSON", {
  description: "Any JSON value; used where the keys depend on the method.",
  serialize: (value) => value,
  parseValue: (value) => value,
});
