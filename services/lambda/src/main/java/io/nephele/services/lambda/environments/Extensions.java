package io.nephele.services.lambda.environments;

import io.nephele.core.json.JsonText;
import io.nephele.machine.MachineTime;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The Extensions API, 2020-01-01, and the extensions of one run of an environment. */
final class Extensions {
  private static final String PREFIX = "/2020-01-01/extension/";
  private static final String IDENTIFIER = "Lambda-Extension-Identifier";
  private static final int LARGEST = 64 * 1024;
  private static final int MOST = 10;

  private final EnvironmentSpec spec;
  private final PlatformLog log;
  private final Supplier<String> ids;
  private final Set<String> external;
  private final Map<String, Extension> byId = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private RuntimeConversation.Failure failure;
  private boolean sealed;
  private boolean closed;

  /** One that registered. */
  private static final class Extension {
    private final String name;
    private final Set<String> events;
    private final boolean external;
    private final Deque<Map<String, Object>> queue = new ArrayDeque<>();
    private boolean waiting;

    Extension(String name, Set<String> events, boolean external) {
      this.name = name;
      this.events = events;
      this.external = external;
    }
  }

  /**
   * Those of a run that begins.
   *
   * @param external the names of those that are started as processes of their own
   */
  Extensions(
      EnvironmentSpec spec, PlatformLog log, Supplier<String> ids, Collection<String> external) {
    this.spec = spec;
    this.log = log;
    this.ids = ids;
    this.external = Set.copyOf(external);
  }

  /** Whether there may be any: without, nothing needs to be waited for. */
  boolean areThere() {
    lock.lock();
    try {
      return !external.isEmpty() || !byId.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The name of a registered extension, or null. */
  String name(String id) {
    lock.lock();
    try {
      Extension known = id == null ? null : byId.get(id);
      return known == null ? null : known.name;
    } finally {
      lock.unlock();
    }
  }

  /** Answers a request; null if the path is none of this API. */
  HttpResponse handle(HttpRequest request) {
    if (!request.path().startsWith(PREFIX)) {
      return null;
    }
    try {
      return switch (request.path().substring(PREFIX.length())) {
        case "register" -> register(request);
        case "event/next" -> next(request.headers().first(IDENTIFIER));
        case "init/error" -> failed(request, "Extension.InitError");
        case "exit/error" -> failed(request, "Extension.ExitError");
        default -> RuntimeApi.error(404, "NotFound", "There is no such resource");
      };
    } catch (IOException e) {
      return RuntimeApi.error(400, "InvalidRequest", "The request's body could not be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return RuntimeApi.error(503, "ServiceUnavailable", "The environment is shut down");
    }
  }

  private HttpResponse register(HttpRequest request) throws IOException {
    String name = request.headers().first("Lambda-Extension-Name");
    if (name == null || name.isEmpty()) {
      return RuntimeApi.error(403, "Extension.InvalidExtensionName", "Empty extension name");
    }
    byte[] body;
    try (InputStream in = request.body().open()) {
      body = in.readNBytes(LARGEST);
    }
    Object parsed = JsonText.parse(Bytes.of(body).utf8());
    Set<String> events = new LinkedHashSet<>();
    if (parsed instanceof Map<?, ?> object && object.get("events") instanceof List<?> list) {
      for (Object one : list) {
        events.add(String.valueOf(one));
      }
    }
    boolean isExternal = external.contains(name);
    for (String event : events) {
      if (!event.equals("INVOKE") && (!event.equals("SHUTDOWN") || !isExternal)) {
        return RuntimeApi.error(403, "Extension.InvalidEventType", "Invalid event type: " + event);
      }
    }
    String id = ids.get();
    lock.lock();
    try {
      if (sealed) {
        return RuntimeApi.error(
            403, "Extension.RegistrationClosed", "Extensions register in the init phase");
      }
      if (byId.size() >= MOST) {
        return RuntimeApi.error(
            403, "Extension.TooManyExtensions", "There are at most " + MOST + " extensions");
      }
      if (byId.values().stream().anyMatch(known -> known.name.equals(name))) {
        return RuntimeApi.error(
            403, "Extension.AlreadyRegistered", "Extension with this name already registered");
      }
      byId.put(id, new Extension(name, events, isExternal));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("functionName", spec.function().name());
    answer.put("functionVersion", spec.function().version());
    answer.put("handler", spec.code().handler());
    if ("accountId".equals(request.headers().first("Lambda-Extension-Accept-Feature"))) {
      answer.put("accountId", spec.function().accountId());
    }
    HttpResponse response = RuntimeApi.json(200, answer);
    response.headers().add(IDENTIFIER, id);
    return response;
  }

  private HttpResponse next(String id) throws InterruptedException {
    lock.lock();
    try {
      Extension known = id == null ? null : byId.get(id);
      if (known == null) {
        return RuntimeApi.error(
            403, "Extension.UnknownExtensionIdentifier", "Unknown extension identifier");
      }
      known.waiting = true;
      changed.signalAll();
      while (known.queue.isEmpty() && !closed) {
        changed.await();
      }
      if (known.queue.isEmpty()) {
        return RuntimeApi.error(503, "ServiceUnavailable", "The environment is shut down");
      }
      known.waiting = false;
      Headers headers =
          new Headers()
              .add("Content-Type", "application/json")
              .add("Lambda-Extension-Event-Identifier", ids.get());
      String event = JsonText.write(known.queue.poll());
      return new HttpResponse(200, headers, Body.of(Bytes.utf8(event)));
    } finally {
      lock.unlock();
    }
  }

  private HttpResponse failed(HttpRequest request, String otherwise) throws IOException {
    String name = name(request.headers().first(IDENTIFIER));
    if (name == null) {
      return RuntimeApi.error(
          403, "Extension.UnknownExtensionIdentifier", "Unknown extension identifier");
    }
    request.body().open().close();
    String said = request.headers().first("Lambda-Extension-Function-Error-Type");
    fail(name, said == null ? otherwise : said);
    return RuntimeApi.accepted();
  }

  /** An extension cannot go on, and the environment not without it. */
  void fail(String name, String type) {
    lock.lock();
    try {
      if (failure == null && !closed) {
        String message = "Extension " + name + " failed: " + type;
        failure = new RuntimeConversation.Failure(type, RuntimeApi.document(type, message));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why an extension cannot go on, or null. */
  RuntimeConversation.Failure failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all external extensions have registered; false if one failed, or not in time. */
  boolean awaitRegistered(long deadlineNanos) throws InterruptedException {
    return await(deadlineNanos, this::areRegistered);
  }

  private boolean areRegistered() {
    Set<String> missing = new HashSet<>(external);
    byId.values().forEach(known -> missing.remove(known.name));
    return missing.isEmpty();
  }

  /** Waits until all extensions wait for an event; false if one failed, or not in time. */
  boolean awaitReady(long deadlineNanos) throws InterruptedException {
    return await(
        deadlineNanos,
        () -> byId.values().stream().allMatch(one -> one.waiting && one.queue.isEmpty()));
  }

  private boolean await(long deadlineNanos, Supplier<Boolean> condition)
      throws InterruptedException {
    lock.lock();
    try {
      while (failure == null && !closed && !condition.get()) {
        long left = deadlineNanos - MachineTime.nanoTime();
        if (left <= 0) {
          return false;
        }
        changed.await(left, TimeUnit.NANOSECONDS);
      }
      return failure == null && !closed;
    } finally {
      lock.unlock();
    }
  }

  /** The init phase is over: no others may register. */
  void seal() {
    lock.lock();
    try {
      sealed = true;
      for (Extension one : byId.values()) {
        log.extensionState(one.name, "Ready", List.copyOf(one.events));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells those who want to know of an invocation. */
  void invoke(RuntimeConversation.Event event) {
    Invocation invocation = event.invocation();
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("eventType", "INVOKE");
    message.put("deadlineMs", event.deadlineMillis());
    message.put("requestId", invocation.requestId());
    message.put("invokedFunctionArn", invocation.invokedArn());
    if (invocation.traceHeader() != null) {
      message.put("tracing", Map.of("type", "X-Amzn-Trace-Id", "value", invocation.traceHeader()));
    }
    tell("INVOKE", message);
  }

  /** Whether somebody wants to know of the shutdown. */
  boolean wantShutdown() {
    lock.lock();
    try {
      return byId.values().stream().anyMatch(one -> one.events.contains("SHUTDOWN"));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells those who want to know that the environment ends.
   *
   * @param reason spindown, timeout or failure
   */
  void shutdown(String reason, long deadlineMillis) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("eventType", "SHUTDOWN");
    message.put("shutdownReason", reason);
    message.put("deadlineMs", deadlineMillis);
    tell("SHUTDOWN", message);
  }

  private void tell(String type, Map<String, Object> message) {
    lock.lock();
    try {
      for (Extension one : new ArrayList<>(byId.values())) {
        if (one.events.contains(type)) {
          one.queue.add(message);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
