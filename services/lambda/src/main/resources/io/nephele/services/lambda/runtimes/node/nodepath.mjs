// Has import look into the folders of NODE_PATH, as Lambda's own Node.js does and others do not.
import fs from "node:fs";
import module from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const PARENTS = (process.env.NODE_PATH ?? "")
  .split(":")
  .filter((folder) => path.basename(folder) === "node_modules" && fs.existsSync(folder))
  .map((folder) => pathToFileURL(path.join(path.dirname(folder), "import.mjs")).href);

function isElsewhere(specifier, error) {
  return error.code === "ERR_MODULE_NOT_FOUND" && !/^([./#]|[a-z]+:)/.test(specifier);
}

/** The hook of versions that run hooks on a thread of their own. */
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (isElsewhere(specifier, error)) {
      for (const parentURL of PARENTS) {
        try {
          return await next(specifier, { ...context, parentURL });
        } catch {
          // Perhaps in the next.
        }
      }
    }
    throw error;
  }
}

function resolveSync(specifier, context, next) {
  try {
    return next(specifier, context);
  } catch (error) {
    if (isElsewhere(specifier, error)) {
      for (const parentURL of PARENTS) {
        try {
          return next(specifier, { ...context, parentURL });
        } catch {
          // Perhaps in the next.
        }
      }
    }
    throw error;
  }
}

/** Begins to; costs nothing where no such folder is there. */
export function searchNodePath() {
  if (PARENTS.length === 0) {
    return;
  }
  if (module.registerHooks) {
    module.registerHooks({ resolve: resolveSync });
  } else if (module.register) {
    module.register(import.meta.url);
  }
}
