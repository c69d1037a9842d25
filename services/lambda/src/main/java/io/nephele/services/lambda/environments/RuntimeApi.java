package io.nephele.services.lambda.environments;

import io.nephele.core.json.JsonText;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.environments.RuntimeConversation.Answer;
import io.nephele.services.lambda.environments.RuntimeConversation.Event;
import io.nephele.services.lambda.environments.RuntimeConversation.Failure;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The Runtime API, 2018-06-01: how a runtime gets invocations and answers them. */
final class RuntimeApi {
  /** The most bytes of a response that is sent as a whole. */
  static final int LARGEST_RESPONSE = 6 * 1024 * 1024 + 100;

  /** The most bytes of a response that is streamed. */
  static final long LARGEST_STREAM = 200L << 20;

  private static final int LARGEST_ERROR = 256 * 1024;
  private static final int PIECE = 64 * 1024;
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
  private static final String INIT_ERROR = "/2018-06-01/runtime/init/error";
  private static final String RESTORE = "/2018-06-01/runtime/restore/next";
  private static final String RESTORE_ERROR = "/2018-06-01/runtime/restore/error";
  private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
  private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

  private RuntimeApi() {}

  /** Answers a request of the runtime; null if the path is none of this API. */
  static HttpResponse handle(HttpRequest request, RuntimeConversation runtime) {
    String path = request.path();
    try {
      if (path.startsWith(INVOCATION)) {
        return invocation(request, path.substring(INVOCATION.length()), runtime);
      }
      if (path.equals(RESTORE) && request.method().equals("GET")) {
        return runtime.awaitRestored() ? json(200, Map.of()) : shutDown();
      }
      boolean failed = path.equals(INIT_ERROR) || path.equals(RESTORE_ERROR);
      if (failed && request.method().equals("POST")) {
        runtime.initFailed(failure(request));
        return accepted();
      }
      return null;
    } catch (IOException e) {
      return error(400, "InvalidRequest", "The request's body could not be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return shutDown();
    }
  }

  private static HttpResponse shutDown() {
    return error(503, "ServiceUnavailable", "The environment is shut down");
  }

  private static HttpResponse invocation(
      HttpRequest request, String path, RuntimeConversation runtime)
      throws IOException, InterruptedException {
    if (path.equals("next") && request.method().equals("GET")) {
      Event event = runtime.next();
      return event == null ? shutDown() : next(event);
    }
    int slash = path.indexOf('/');
    if (slash < 0 || !request.method().equals("POST")) {
      return error(404, "NotFound", "There is no such resource");
    }
    Event event = runtime.current(path.substring(0, slash));
    if (event == null) {
      request.body().open().close();
      return error(400, "InvalidRequestID", "Invalid request ID");
    }
    return switch (path.substring(slash + 1)) {
      case "response" -> response(request, event, runtime);
      case "error" -> {
        Failure failure = failure(request);
        runtime.answer(event, new Answer(failure.document(), null, false, 0, failure));
        yield accepted();
      }
      default -> error(404, "NotFound", "There is no such resource");
    };
  }

  private static HttpResponse next(Event event) {
    Invocation invocation = event.invocation();
    Headers headers =
        new Headers()
            .add("Content-Type", "application/json")
            .add("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
            .add("Lambda-Runtime-Deadline-Ms", Long.toString(event.deadlineMillis()))
            .add("Lambda-Runtime-Invoked-Function-Arn", invocation.invokedArn());
    add(headers, "Lambda-Runtime-Trace-Id", invocation.traceHeader());
    add(headers, "Lambda-Runtime-Client-Context", invocation.clientContext());
    add(headers, "Lambda-Runtime-Cognito-Identity", invocation.cognitoIdentity());
    add(headers, "Lambda-Runtime-Aws-Tenant-Id", invocation.tenantId());
    return new HttpResponse(200, headers, Body.of(invocation.payload()));
  }

  private static void add(Headers headers, String name, String value) {
    if (value != null) {
      headers.add(name, value);
    }
  }

  private static HttpResponse response(
      HttpRequest request, Event event, RuntimeConversation runtime) throws IOException {
    String contentType = request.headers().first("Content-Type");
    String mode = request.headers().first("Lambda-Runtime-Function-Response-Mode");
    if ("streaming".equalsIgnoreCase(mode)) {
      return stream(request, event, contentType, runtime);
    }
    byte[] bytes;
    try (InputStream in = request.body().open()) {
      bytes = in.readNBytes(LARGEST_RESPONSE + 1);
    }
    if (bytes.length > LARGEST_RESPONSE) {
      runtime.answer(event, tooLarge(0, LARGEST_RESPONSE));
      return error(
          413,
          "RequestEntityTooLarge",
          "Exceeded maximum allowed payload size (" + LARGEST_RESPONSE + " bytes).");
    }
    Bytes payload = Bytes.of(bytes);
    ResponseSink sink = event.invocation().sink();
    if (sink != null) {
      try {
        sink.begin(contentType);
        sink.write(bytes, 0, bytes.length);
      } catch (IOException e) {
        // The caller went away; the function does not mind.
      }
    }
    runtime.answer(
        event,
        new Answer(sink == null ? payload : Bytes.EMPTY, contentType, false, bytes.length, null));
    return accepted();
  }

  private static HttpResponse stream(
      HttpRequest request, Event event, String contentType, RuntimeConversation runtime)
      throws IOException {
    ResponseSink given = event.invocation().sink();
    CollectingSink collected = given == null ? new CollectingSink(LARGEST_RESPONSE) : null;
    ResponseSink sink = given == null ? collected : given;
    long bytes = 0;
    boolean taken = true;
    byte[] piece = new byte[PIECE];
    try (InputStream in = request.body().open()) {
      sink.begin(contentType);
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        bytes += count;
        if (bytes > LARGEST_STREAM) {
          runtime.answer(event, tooLarge(bytes, LARGEST_STREAM));
          return error(413, "RequestEntityTooLarge", "The response is too large");
        }
        taken = taken && write(sink, piece, count);
      }
    } catch (IOException e) {
      String type = "Runtime.TruncatedResponse";
      Failure failure =
          new Failure(type, document(type, "Response stream was truncated by the runtime"));
      runtime.answer(event, new Answer(Bytes.EMPTY, contentType, true, bytes, failure));
      throw e;
    }
    if (collected != null && collected.isTooLarge()) {
      runtime.answer(event, tooLarge(bytes, LARGEST_RESPONSE));
      return accepted();
    }
    // An error in the middle comes behind the content.
    Failure failure = trailingFailure(request.headers());
    Bytes payload = collected == null ? Bytes.EMPTY : collected.bytes();
    runtime.answer(event, new Answer(payload, contentType, true, bytes, failure));
    return accepted();
  }

  private static boolean write(ResponseSink sink, byte[] piece, int count) {
    try {
      sink.write(piece, 0, count);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Failure trailingFailure(Headers headers) {
    String type = headers.first(ERROR_TYPE);
    if (type == null) {
      return null;
    }
    String body = headers.first(ERROR_BODY);
    if (body == null) {
      return new Failure(type, document(type, ""));
    }
    try {
      return new Failure(type, Bytes.of(Base64.getDecoder().decode(body)));
    } catch (IllegalArgumentException e) {
      return new Failure(type, Bytes.utf8(body));
    }
  }

  private static Answer tooLarge(long bytes, long limit) {
    String type = "Function.ResponseSizeTooLarge";
    String message = "Response payload size exceeded maximum allowed payload size";
    return new Answer(
        Bytes.EMPTY,
        null,
        bytes > 0,
        bytes,
        new Failure(type, document(type, message + " (" + limit + " bytes).")));
  }

  private static Failure failure(HttpRequest request) throws IOException {
    byte[] bytes;
    try (InputStream in = request.body().open()) {
      bytes = in.readNBytes(LARGEST_ERROR);
    }
    String type = request.headers().first(ERROR_TYPE);
    Object document = JsonText.parse(Bytes.of(bytes).utf8());
    if (document instanceof Map<?, ?> object && type == null) {
      type = object.get("errorType") instanceof String text ? text : null;
    }
    String known = type == null ? "Runtime.Unknown" : type;
    return bytes.length == 0
        ? new Failure(known, document(known, "Unknown application error occurred"))
        : new Failure(known, Bytes.of(bytes));
  }

  /** The JSON document of an error. */
  static Bytes document(String type, String message) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("errorType", type);
    document.put("errorMessage", message);
    return Bytes.utf8(JsonText.write(document));
  }

  static HttpResponse accepted() {
    return json(202, Map.of("status", "OK"));
  }

  static HttpResponse error(int status, String type, String message) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("errorMessage", message);
    document.put("errorType", type);
    return json(status, document);
  }

  static HttpResponse json(int status, Map<String, ?> content) {
    return new HttpResponse(
        status,
        new Headers().add("Content-Type", "application/json"),
        Body.of(Bytes.utf8(JsonText.write(content))));
  }
}
