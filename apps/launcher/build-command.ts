/** `npm run build`: what `npm start` makes before it starts, for deployments that start the parts by themselves. */
import { buildDashboard, generateCode } from "./build.ts";
import { messageOf } from "./errors.ts";

try {
  await generateCode();
  await buildDashboard();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
