import { availableParallelism, totalmem } from "node:os";
import { resolve } from "node:path";
import { type Provider, providers } from "@heatlas/engine/target/profile.ts";

/** What the processes need to know of their surroundings. */
export interface Environment {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  /** Absolute path of the data folder: blobs, scratch, the embedded database. */
  readonly dataFolder: string;
  /** Where the web server listens; null where nothing is to be proxied. */
  readonly webUrl: string | null;
  readonly production: boolean;
  /** The largest model's file that is taken, in bytes. */
  readonly maxModelBytes: number;
  /** How much data files of one model may be taken, in bytes. */
  readonly maxDataBytes: number;
  /** Child processes of a worker that run inference. */
  readonly processes: number;
  /** Memory that each of them may take, in bytes. */
  readonly processMemory: number;
  /** Where they compute: one provider, or the first of cuda and cpu that is usable. */
  readonly provider: Provider | "auto";
  /** Whether an empty atlas starts with the demo. */
  readonly demo: boolean;
}

/** The environment is not usable; the message has one sentence for each thing that is wrong with it. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

const gibibyte = 2 ** 30;

// A protobuf message ends there; larger models keep their weights in files beside it.
const largestOnnx = 2 * gibibyte;

// The largest classifiers that anybody publishes have 10 GB; beyond the last number a size is a mistake.
const usualData = 16 * gibibyte;
const largestData = 2 ** 50;

// The largest of the usual classifiers (VGG19) needs 2.6 GiB for a batch of 8; see the engine's measurements.
const defaultProcessMemory = 4 * gibibyte;

/** Throws EnvironmentError. */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const problems: string[] = [];
  const processMemory = gibibytes(source.HEATLAS_PROCESS_MEMORY, defaultProcessMemory, problems);
  const environment: Environment = {
    databaseUrl: databaseUrl(source.DATABASE_URL, problems),
    host: source.HEATLAS_HOST || "127.0.0.1",
    port: whole("HEATLAS_PORT", source.HEATLAS_PORT, 3000, 65_535, problems),
    dataFolder: resolve(source.HEATLAS_DATA || ".heatlas"),
    webUrl: webUrl(source.WEB_URL, problems),
    production: source.NODE_ENV === "production",
    // What Node reads at once ends a byte before that.
    maxModelBytes: Math.min(
      whole("HEATLAS_MAX_MODEL_BYTES", source.HEATLAS_MAX_MODEL_BYTES, largestOnnx, largestOnnx, problems),
      largestOnnx - 1,
    ),
    maxDataBytes: whole("HEATLAS_MAX_DATA_BYTES", source.HEATLAS_MAX_DATA_BYTES, usualData, largestData, problems),
    processes: whole("HEATLAS_PROCESSES", source.HEATLAS_PROCESSES, fittingProcesses(processMemory), 256, problems),
    processMemory,
    provider: provider(source.HEATLAS_PROVIDER, problems),
    demo: source.HEATLAS_DEMO === "on",
  };
  if (problems.length > 0) throw new EnvironmentError(problems.join("\n"));
  return environment;
}

/** One a core, as long as half of the machine's memory, or of the container's, holds them. */
function fittingProcesses(processMemory: number): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.max(1, Math.min(availableParallelism(), Math.floor(memory / 2 / processMemory)));
}

function databaseUrl(value: string | undefined, problems: string[]): string {
  if (!value) {
    problems.push(
      "DATABASE_URL is not set: give the address of a PostgreSQL 18 database, or use npm start, which brings one.",
    );
    return "";
  }
  if (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol)) {
    problems.push("DATABASE_URL is not of the form postgresql://user:password@host:5432/database.");
  }
  return value;
}

function webUrl(value: string | undefined, problems: string[]): string | null {
  if (!value) return null;
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    problems.push(`WEB_URL is "${value}": give an address such as http://127.0.0.1:3001.`);
  }
  return value;
}

function whole(name: string, value: string | undefined, fallback: number, highest: number, problems: string[]): number {
  if (!value) return fallback;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= highest) return number;
  problems.push(`${name} is "${value}": give a whole number from 1 to ${highest}.`);
  return fallback;
}

function gibibytes(value: string | undefined, fallback: number, problems: string[]): number {
  if (!value) return fallback;
  const number = Number(value);
  if (number >= 0.5 && number <= 1024) return Math.round(number * gibibyte);
  problems.push(`HEATLAS_PROCESS_MEMORY is "${value}": give the GiB of memory for each process, from 0.5 to 1024.`);
  return fallback;
}

function provider(value: string | undefined, problems: string[]): Provider | "auto" {
  const choices = ["auto", ...providers] as const;
  const chosen = choices.find((choice) => choice === (value || "auto"));
  if (!chosen) problems.push(`HEATLAS_PROVIDER is "${value}": give ${choices.join(", ")}.`);
  return chosen ?? "auto";
}

function readOrExit(): Environment {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Read once, at import: whatever sets a variable must do so before. */
export const env = readOrExit();
