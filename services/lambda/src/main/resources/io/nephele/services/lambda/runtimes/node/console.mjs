// The function's console and the errors that the platform's log shows.
import { format } from "node:util";
import fs from "node:fs";

const JSON_LOGS = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/** The invocation that is running. */
export const current = { requestId: undefined, tenantId: undefined };

/** Writes one log message, whatever line breaks are in it. */
export function emit(message) {
  const data = Buffer.from(message, "utf8");
  const head = Buffer.from("\0F" + data.length.toString(16).padStart(8, "0"), "latin1");
  const all = Buffer.concat([head, data]);
  for (let at = 0; at < all.length; ) {
    try {
      at += fs.writeSync(1, all, at);
    } catch (e) {
      if (e.code !== "EAGAIN") {
        return;
      }
    }
  }
}

/** An error as an object that JSON has. */
export function plain(error, traceName) {
  if (error instanceof Error || isErrorLike(error)) {
    const out = { errorType: error.name ?? "Error", errorMessage: error.message };
    for (const [name, value] of Object.entries(error)) {
      if (name !== "name" && name !== "message" && name !== "stack" && traceName === "stack") {
        out[name] = value;
      }
    }
    out[traceName] = (error.stack ?? "").split("\n");
    return out;
  }
  return { errorType: typeof error, errorMessage: String(error), [traceName]: [] };
}

function isErrorLike(value) {
  return value && typeof value === "object" && typeof value.message === "string" && value.stack;
}

/** Logs an error as the platform does. */
export function logError(title, error) {
  const time = new Date().toISOString();
  if (JSON_LOGS) {
    emit(
      JSON.stringify({
        timestamp: time,
        level: "ERROR",
        requestId: current.requestId,
        message: plain(error, "stackTrace"),
      }) + "\n",
    );
  } else {
    const text = JSON.stringify(plain(error, "stack"));
    emit(`${time}\t${current.requestId}\tERROR\t${title} \t${text}\n`);
  }
}

function json(level, values) {
  const line = { timestamp: new Date().toISOString(), level };
  if (current.requestId !== undefined) {
    line.requestId = current.requestId;
  }
  if (current.tenantId !== undefined) {
    line.tenantId = current.tenantId;
  }
  const [first] = values;
  if (values.length === 1 && first !== null && typeof first === "object") {
    line.message = first instanceof Error ? plain(first, "stackTrace") : first;
  } else {
    line.message = format(...values);
    const error = values.find((value) => value instanceof Error);
    if (error) {
      const told = plain(error, "stackTrace");
      line.errorType = told.errorType;
      line.errorMessage = told.errorMessage;
      line.stackTrace = told.stackTrace;
    }
  }
  try {
    return JSON.stringify(line, (name, value) =>
      typeof value === "bigint" ? value.toString() : value instanceof Error ? plain(value, "stackTrace") : value,
    );
  } catch {
    return JSON.stringify({ ...line, message: format(first) });
  }
}

/** Has the console write AWS's lines. */
export function patchConsole() {
  const least = LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? "TRACE");
  const writer = (level) => (...values) => {
    if (JSON_LOGS) {
      if (LEVELS.indexOf(level) >= least) {
        emit(json(level, values) + "\n");
      }
      return;
    }
    emit(`${new Date().toISOString()}\t${current.requestId}\t${level}\t${format(...values)}\n`);
  };
  console.log = writer("INFO");
  console.info = console.log;
  console.debug = writer("DEBUG");
  console.warn = writer("WARN");
  console.error = writer("ERROR");
  console.fatal = writer("FATAL");
  console.trace = (...values) => {
    const at = {};
    Error.captureStackTrace(at, console.trace);
    const stack = at.stack.split("\n").slice(1).join("\n");
    writer("TRACE")(`Trace: ${format(...values)}\n${stack}`);
  };
}
