// Finds the handler that a text like folder/file.function names.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { searchNodePath } from "./nodepath.mjs";

export class Fault extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
    this.stack = `${name}: ${message}\n` + (this.stack ?? "").split("\n").slice(1).join("\n");
  }
}

export async function loadHandler(root, name) {
  if (name.includes("..")) {
    throw new Fault("Runtime.MalformedHandlerName", `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  const base = path.basename(name);
  const match = base.match(/^([^.]*)\.(.*)$/);
  if (!match) {
    throw new Fault("Runtime.MalformedHandlerName", "Bad handler");
  }
  const folder = name.substring(0, name.indexOf(base));
  const file = path.resolve(root, folder, match[1]);
  const module = await importModule(root, path.join(folder, match[1]), file);
  let found = module;
  for (const part of match[2].split(".")) {
    found = found?.[part] ?? undefined;
  }
  if (found === undefined && module?.default) {
    found = match[2].split(".").reduce((at, part) => at?.[part], module.default);
  }
  if (found === undefined || found === null) {
    throw new Fault("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof found !== "function") {
    throw new Fault("Runtime.HandlerNotFound", `${name} is not a function`);
  }
  return found;
}

async function importModule(root, name, file) {
  const require = createRequire(path.join(root, "index.js"));
  try {
    if (fs.existsSync(file + ".js")) {
      return isModule(root, file) ? await load(file + ".js") : require(file + ".js");
    }
    if (fs.existsSync(file + ".mjs")) {
      return await load(file + ".mjs");
    }
    if (fs.existsSync(file + ".cjs")) {
      return require(file + ".cjs");
    }
    return require(require.resolve(name, { paths: [root, ...(process.env.NODE_PATH ?? "").split(":")] }));
  } catch (e) {
    if (e instanceof SyntaxError) {
      throw named("Runtime.UserCodeSyntaxError", e);
    }
    if (e?.code === "MODULE_NOT_FOUND" || e?.code === "ERR_MODULE_NOT_FOUND") {
      throw named("Runtime.ImportModuleError", e);
    }
    throw e;
  }
}

function named(name, cause) {
  const kind = cause.name ?? "Error";
  const fault = new Fault(name, `${kind}: ${cause.message}`);
  fault.stack = `${name}: ${cause.stack ?? fault.message}`;
  return fault;
}

function load(file) {
  searchNodePath();
  return import(pathToFileURL(file).href);
}

/** Whether the nearest package.json makes files modules. */
function isModule(root, file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const settings = path.join(folder, "package.json");
    if (fs.existsSync(settings)) {
      try {
        return JSON.parse(fs.readFileSync(settings, "utf8")).type === "module";
      } catch {
        return false;
      }
    }
    if (folder === root || folder === path.dirname(folder)) {
      return false;
    }
  }
}
