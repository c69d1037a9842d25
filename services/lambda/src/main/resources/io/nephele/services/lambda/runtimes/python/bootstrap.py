"""Runs a Python handler: asks the Runtime API for invocations and answers them.

Imports little: every module here is part of every cold start.
"""

import json
import os
import socket
import sys
import time

API = "/2018-06-01/runtime/"
JSON_LOGS = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


class Api:
    """One connection to the Runtime API that stays open."""

    def __init__(self, address):
        host, port = address.split(":")
        self.host = address
        self.address = (host, int(port))
        self.socket = None
        self.buffer = b""

    def call(self, method, path, body=b"", headers=()):
        head = [f"{method} {API}{path} HTTP/1.1", f"Host: {self.host}"]
        head += [f"{name}: {value}" for name, value in headers]
        if method == "POST":
            head.append(f"Content-Length: {len(body)}")
        request = "\r\n".join(head).encode("latin-1", "replace") + b"\r\n\r\n" + body
        if self.socket is None:
            self.socket = socket.create_connection(self.address)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)
        return self._answer()

    def _answer(self):
        while b"\r\n\r\n" not in self.buffer:
            self._receive()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ", 2)[1])
        headers = {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        parts = [self.buffer]
        got = len(self.buffer)
        while got < length:
            part = self.socket.recv(min(1 << 20, length - got))
            if not part:
                raise ConnectionError("the Runtime API closed the connection")
            parts.append(part)
            got += len(part)
        content = b"".join(parts)
        self.buffer = content[length:]
        return status, headers, content[:length]

    def _receive(self):
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("the Runtime API closed the connection")
        self.buffer += part


class Fault(Exception):
    """An error that has AWS's name rather than its class's."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.trace = trace or []


def emit(message):
    """Writes a log message that may have several lines."""
    sys.stdout.flush()
    data = message.encode("utf-8", "replace")
    sys.stdout.buffer.write(b"\0F%08x" % len(data) + data)
    sys.stdout.buffer.flush()


class CognitoIdentity:
    def __init__(self, fields):
        self.cognito_identity_id = fields.get("cognitoIdentityId")
        self.cognito_identity_pool_id = fields.get("cognitoIdentityPoolId")


class Client:
    def __init__(self, fields):
        self.installation_id = fields.get("installation_id")
        self.app_title = fields.get("app_title")
        self.app_version_name = fields.get("app_version_name")
        self.app_version_code = fields.get("app_version_code")
        self.app_package_name = fields.get("app_package_name")


class ClientContext:
    def __init__(self, fields):
        client = fields.get("client")
        self.client = Client(client) if client else None
        self.custom = fields.get("custom")
        self.env = fields.get("env")


class LambdaContext:
    """What a handler knows of its invocation."""

    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        client = headers.get("lambda-runtime-client-context")
        self.client_context = ClientContext(json.loads(client)) if client else None
        identity = headers.get("lambda-runtime-cognito-identity")
        self.identity = CognitoIdentity(json.loads(identity) if identity else {})
        self._epoch_deadline_time_in_ms = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        fields = ",".join(f"{name}={value}" for name, value in vars(self).items())
        return f"LambdaContext([{fields}])"


class Current:
    """The invocation that is running, for logs."""

    request_id = None
    tenant_id = None


def prepare_logging(logging):
    """Gives the root logger AWS's handler and format, once the function imports logging."""

    class Filter(logging.Filter):
        def filter(self, record):
            record.aws_request_id = Current.request_id
            record.tenant_id = Current.tenant_id
            return True

    class Handler(logging.Handler):
        def emit(self, record):
            emit(self.format(record))

    class Text(logging.Formatter):
        converter = time.gmtime

    class Json(logging.Formatter):
        def format(self, record):
            moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
            out = {
                "timestamp": moment,
                "level": record.levelname,
                "message": record.getMessage(),
                "logger": record.name,
            }
            if record.exc_info:
                kind, error, trace = record.exc_info
                import traceback

                out["stackTrace"] = traceback.format_tb(trace)
                out["errorType"] = kind.__name__ if kind else None
                out["errorMessage"] = str(error)
                out["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
            if Current.request_id:
                out["requestId"] = Current.request_id
            if Current.tenant_id:
                out["tenantId"] = Current.tenant_id
            for name, value in vars(record).items():
                if name not in RECORD_FIELDS and name not in out:
                    out[name] = value
            return json.dumps(out, default=str) + "\n"

    RECORD_FIELDS = set(vars(logging.LogRecord("", 0, "", 0, "", (), None)))
    RECORD_FIELDS |= {"aws_request_id", "tenant_id", "message", "asctime", "taskName"}
    handler = Handler()
    handler.addFilter(Filter())
    if JSON_LOGS:
        handler.setFormatter(Json())
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        names = {"TRACE": "DEBUG", "WARN": "WARNING", "FATAL": "CRITICAL"}
        logging.root.setLevel(names.get(level, level))
    else:
        handler.setFormatter(
            Text(
                "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n",
                "%Y-%m-%dT%H:%M:%S",
            )
        )
    logging.root.addHandler(handler)


class LoggingWatch:
    """Is told when logging is imported, which takes a few milliseconds that many do not need."""

    def find_spec(self, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(name, path)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            prepare_logging(module)

        spec.loader.exec_module = exec_module
        return spec


def load(name):
    """Finds the handler that a text like folder/module.function names."""
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as e:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': {e}")
    module_name = module_name.replace("/", ".")
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault(
            "Runtime.ImportModuleError",
            f"Cannot use built-in module {module_name} as a handler module",
        )
    import importlib

    try:
        module = importlib.import_module(module_name)
    except ImportError as e:
        raise Fault(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {e}"
        )
    except SyntaxError as e:
        trace = [f'  File "{e.filename}" Line {e.lineno}\n    {e.text}']
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {e}", trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault(
            "Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'"
        )


def describe(error, request_id):
    """The document of an error, and its text for the log."""
    import traceback

    if isinstance(error, Fault):
        kind, message, trace = error.kind, error.message, error.trace
    else:
        kind, message = type(error).__name__, str(error)
        frames = traceback.extract_tb(error.__traceback__)
        own = os.path.abspath(__file__)
        while frames and (
            os.path.abspath(frames[0].filename) == own or frames[0].filename.startswith("<frozen")
        ):
            frames = frames[1:]
        trace = traceback.format_list(frames)
    document = {"errorMessage": message, "errorType": kind}
    if request_id is not None:
        document["requestId"] = request_id
    document["stackTrace"] = trace
    if JSON_LOGS:
        line = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "log_level": "ERROR",
            "errorMessage": message,
            "errorType": kind,
            "requestId": request_id or "",
            "stackTrace": trace,
        }
        emit(json.dumps(line) + "\n")
    else:
        text = f"[ERROR] {kind}: {message}"
        if trace:
            text += "\nTraceback (most recent call last):\n" + "".join(
                part if part.endswith("\n") else part + "\n" for part in trace
            )
        emit(text if text.endswith("\n") else text + "\n")
    return kind, json.dumps(document).encode()


def to_json(value):
    try:
        try:
            return json.dumps(value, default=decimal, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return json.dumps(value, default=decimal).encode()
    except RecursionError:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: maximum recursion depth exceeded")
    except (TypeError, ValueError) as e:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {e}")


def decimal(value):
    decimals = sys.modules.get("decimal")
    if decimals and isinstance(value, decimals.Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def serve(api, handler):
    while True:
        status, headers, body = api.call("GET", "invocation/next")
        if status != 200:
            return
        request_id = headers["lambda-runtime-aws-request-id"]
        Current.request_id = request_id
        Current.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        trace = headers.get("lambda-runtime-trace-id")
        if trace:
            os.environ["_X_AMZN_TRACE_ID"] = trace
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        try:
            try:
                event = json.loads(body)
            except ValueError as e:
                raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {e}")
            result = handler(event, LambdaContext(headers))
            if isinstance(result, bytes):
                answer, content_type = result, "application/unknown"
            else:
                answer, content_type = to_json(result), "application/json"
        except Exception as e:
            kind, document = describe(e, request_id)
            sys.stdout.flush()
            api.call(
                "POST",
                f"invocation/{request_id}/error",
                document,
                (
                    ("Content-Type", "application/json"),
                    ("Lambda-Runtime-Function-Error-Type", kind),
                ),
            )
        else:
            sys.stdout.flush()
            sys.stderr.flush()
            api.call(
                "POST",
                f"invocation/{request_id}/response",
                answer,
                (("Content-Type", content_type),),
            )


def main():
    # Later modules may not shadow the function's.
    sys.path[:] = [path for path in sys.path if path != os.path.dirname(os.path.abspath(__file__))]
    task = os.environ["LAMBDA_TASK_ROOT"]
    opt = os.environ.get("NEPHELE_OPT", "/opt")
    minor = f"{sys.version_info[0]}.{sys.version_info[1]}"
    sys.path[0:0] = [task, opt + "/python/lib/python" + minor + "/site-packages", opt + "/python"]
    sys.stdout.reconfigure(line_buffering=True, encoding="utf-8", errors="backslashreplace")
    sys.stderr.reconfigure(line_buffering=True, encoding="utf-8", errors="backslashreplace")
    api = Api(os.environ["AWS_LAMBDA_RUNTIME_API"])
    if "logging" in sys.modules:
        prepare_logging(sys.modules["logging"])
    else:
        sys.meta_path.insert(0, LoggingWatch())
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as e:
        kind, document = describe(e, "")
        api.call(
            "POST",
            "init/error",
            document,
            (("Content-Type", "application/json"), ("Lambda-Runtime-Function-Error-Type", kind)),
        )
        sys.exit(1)
    serve(api, handler)


main()
