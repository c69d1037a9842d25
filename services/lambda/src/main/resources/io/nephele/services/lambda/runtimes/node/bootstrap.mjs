// Runs a Node.js handler: asks the Runtime API for invocations and answers them.
import { Api } from "./api.mjs";
import { current, logError, patchConsole, plain } from "./console.mjs";
import { Fault, loadHandler } from "./handlers.mjs";

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");
const PRELUDE = "application/vnd.awslambda.http-integration-response";
const PRELUDE_END = Buffer.alloc(8);
const CALLBACKS = !["24", "26"].includes((process.env.AWS_EXECUTION_ENV ?? "").replace(/\D/g, ""));

const api = new Api(process.env.AWS_LAMBDA_RUNTIME_API);

patchConsole();
globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMING] = "response";
    if (options?.highWaterMark !== undefined) {
      handler[WATER_MARK] = parseInt(options.highWaterMark);
    }
    return handler;
  },
  HttpResponseStream: class HttpResponseStream {
    static from(stream, prelude) {
      stream.setContentType(PRELUDE);
      stream.write(JSON.stringify(prelude));
      stream.write(PRELUDE_END);
      return stream;
    }
  },
};

process.on("uncaughtException", (error) => fatal("Uncaught Exception", error));
process.on("unhandledRejection", (reason, promise) => {
  const fault = new Fault("Runtime.UnhandledPromiseRejection", String(reason));
  fault.reason = reason instanceof Error ? plain(reason, "stack") : reason;
  fault.promise = {};
  fatal("Unhandled Promise Rejection", fault);
});

async function fatal(title, error) {
  logError(title, error);
  try {
    const id = current.requestId;
    await fail(id === undefined ? "init/error" : `invocation/${id}/error`, error);
  } finally {
    process.exit(error.name === "Runtime.UnhandledPromiseRejection" ? 128 : 129);
  }
}

function fail(path, error) {
  const document = JSON.stringify(plain(error, "trace"));
  const type = error?.name ?? typeof error;
  return api.post(path, { "Lambda-Runtime-Function-Error-Type": String(type).replace(/[^\x20-\x7e]/g, "") }, document);
}

function contextOf(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const parse = (text) => (text ? JSON.parse(text) : undefined);
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parse(headers["lambda-runtime-client-context"]),
    identity: parse(headers["lambda-runtime-cognito-identity"]),
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  if (headers["lambda-runtime-aws-tenant-id"]) {
    context.tenantId = headers["lambda-runtime-aws-tenant-id"];
  }
  return context;
}

/** Calls a handler that may return a promise, or call back. */
function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    let done = false;
    const settle = (error, result) => {
      if (done) {
        return;
      }
      done = true;
      const finish = () => (error === undefined || error === null ? resolve(result) : reject(error));
      if (context.callbackWaitsForEmptyEventLoop && !settle.now) {
        process.once("beforeExit", finish);
      } else {
        finish();
      }
    };
    const immediately = (error, result) => {
      settle.now = true;
      settle(error, result);
    };
    if (CALLBACKS) {
      context.done = immediately;
      context.succeed = (result) => immediately(null, result);
      context.fail = (error) => immediately(error ?? "handled");
    }
    try {
      const result = CALLBACKS ? handler(event, context, settle) : handler(event, context);
      if (typeof result?.then === "function") {
        result.then(
          (value) => {
            done = true;
            resolve(value);
          },
          (error) => {
            done = true;
            reject(error);
          },
        );
      } else if (!CALLBACKS || (handler.length < 3 && result !== undefined && !done)) {
        done = true;
        resolve(CALLBACKS ? null : result);
      } else if (handler.length < 3 && !done) {
        // Neither a promise nor a callback in sight: whoever kept the context may still call.
        process.once("beforeExit", () => settle.now || immediately(null, null));
      } else if (!done) {
        // It never calls back: with nothing left to do the answer is null.
        process.once("beforeExit", () => done || immediately(null, null));
      }
    } catch (error) {
      done = true;
      reject(error);
    }
  });
}

async function answer(handler, event, context) {
  const path = `invocation/${context.awsRequestId}`;
  let result;
  try {
    result = await call(handler, event, context);
    result = JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch (error) {
    logError("Invoke Error", error);
    await fail(`${path}/error`, error);
    return;
  }
  await api.post(`${path}/response`, {}, result);
}

async function stream(handler, event, context) {
  const path = `invocation/${context.awsRequestId}`;
  const request = api.request("POST", `${path}/response`, {
    "Content-Type": "application/octet-stream",
    "Lambda-Runtime-Function-Response-Mode": "streaming",
    Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
    "Transfer-Encoding": "chunked",
  });
  let begun = false;
  const write = request.write;
  request.setContentType = (type) => {
    if (begun) {
      throw new Fault("Runtime.InvalidStreamingOperation", "Cannot set content-type, too late.");
    }
    request.setHeader("Content-Type", type);
  };
  request.write = function (chunk, ...rest) {
    begun = true;
    if (typeof chunk !== "string" && !Buffer.isBuffer(chunk) && !ArrayBuffer.isView(chunk)) {
      chunk = JSON.stringify(chunk);
    }
    return write.call(this, chunk, ...rest);
  };
  const answered = new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      response.resume();
      response.on("end", resolve);
    });
  });
  try {
    await handler(event, request, context);
    if (!request.writableEnded) {
      request.end();
    }
    await answered;
  } catch (error) {
    logError("Invoke Error", error);
    if (!begun) {
      answered.catch(() => {});
      request.destroy();
      await fail(`${path}/error`, error);
      return;
    }
    request.addTrailers({
      "Lambda-Runtime-Function-Error-Type": error?.name ?? "Error",
      "Lambda-Runtime-Function-Error-Body": Buffer.from(JSON.stringify(plain(error, "trace"))).toString("base64"),
    });
    request.end();
    await answered;
  }
}

async function serve(handler) {
  for (;;) {
    current.requestId = undefined;
    const next = await api.next();
    if (next.status !== 200) {
      return;
    }
    const context = contextOf(next.headers);
    current.requestId = context.awsRequestId;
    current.tenantId = context.tenantId;
    if (next.headers["lambda-runtime-trace-id"]) {
      process.env._X_AMZN_TRACE_ID = next.headers["lambda-runtime-trace-id"];
    } else {
      delete process.env._X_AMZN_TRACE_ID;
    }
    const event = JSON.parse(next.body);
    await (handler[STREAMING] ? stream : answer)(handler, event, context);
  }
}

try {
  const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  if (!CALLBACKS && !handler[STREAMING] && handler.length > 2) {
    throw new Fault(
      "Runtime.CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.",
    );
  }
  serve(handler).catch((error) => fatal("Uncaught Exception", error));
} catch (error) {
  logError("Uncaught Exception", error);
  await fail("init/error", error);
  process.exit(1);
}
