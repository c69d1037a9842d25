package io.nephele.services.lambda.invoke;

import io.nephele.api.logs.CreateLogGroupRequest;
import io.nephele.api.logs.CreateLogStreamRequest;
import io.nephele.api.logs.InputLogEvent;
import io.nephele.api.logs.Logs;
import io.nephele.api.logs.PutLogEventsRequest;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.View;
import io.nephele.services.lambda.environments.LogSink;
import io.nephele.services.lambda.environments.Logging;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends what an environment logs to CloudWatch Logs, as the function's role and on a thread of its
 * own. What the role may not write is lost, as it is on AWS.
 */
final class LogShipper implements LogSink {
  private static final System.Logger LOG = new LazyLogger(LogShipper.class);
  private static final int MOST_EVENTS = 1000;
  private static final int MOST_BYTES = 900_000;
  private static final int EVENT_OVERHEAD = 26;

  /** An event may have so many bytes; a longer message becomes several events. */
  private static final int LONGEST = 256 * 1024;

  /** So many bytes wait, whatever a function writes; what comes then is lost. */
  private static final long MOST_WAITING_BYTES = 16L * 1024 * 1024;

  private final LambdaWorld lambda;
  private final ExecutionRoles roles;
  private final FunctionRef function;
  private final String role;
  private final Logging logging;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Line> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long lost;
  private boolean sending;

  /** A message that waits, and what it counts for. */
  private record Line(InputLogEvent event, int bytes) {}

  LogShipper(
      LambdaWorld lambda,
      ExecutionRoles roles,
      FunctionRef function,
      String role,
      Logging logging) {
    this.lambda = lambda;
    this.roles = roles;
    this.function = function;
    this.role = role;
    this.logging = logging;
  }

  @Override
  public void log(Instant time, String message) {
    if (message.isEmpty()) {
      return;
    }
    boolean many;
    lock.lock();
    try {
      for (int from = 0; from < message.length(); ) {
        int to = end(message, from);
        add(time, message.substring(from, to));
        from = to;
      }
      many = waiting.size() >= MOST_EVENTS || waitingBytes >= MOST_BYTES;
    } finally {
      lock.unlock();
    }
    if (many) {
      flush();
    }
  }

  /** Where the piece that begins there ends: a character has at most three bytes, a pair four. */
  private static int end(String message, int from) {
    int to = Math.min(message.length(), from + LONGEST / 3);
    return to < message.length() && Character.isHighSurrogate(message.charAt(to - 1)) ? to - 1 : to;
  }

  private void add(Instant time, String message) {
    int bytes = message.getBytes(StandardCharsets.UTF_8).length + EVENT_OVERHEAD;
    if (waitingBytes + bytes > MOST_WAITING_BYTES) {
      lost++;
      return;
    }
    if (lost > 0) {
      String note = "NEPHELE " + lost + " lines were lost: more were written than can be sent\n";
      lost = 0;
      add(time, note);
    }
    waiting.add(
        new Line(new InputLogEvent().timestamp(time.toEpochMilli()).message(message), bytes));
    waitingBytes += bytes;
  }

  /** Has what waits sent, if it is not being sent. */
  void flush() {
    lock.lock();
    try {
      if (sending || waiting.isEmpty()) {
        return;
      }
      sending = true;
    } finally {
      lock.unlock();
    }
    lambda.world().clock().start("logs of " + function.name(), this::send);
  }

  private void send() {
    for (List<InputLogEvent> events = next(); events != null; events = next()) {
      try {
        send(events);
      } catch (AwsException e) {
        LOG.log(
            System.Logger.Level.DEBUG,
            "No logs of {0} in {1}: {2}",
            function.unqualifiedArn(),
            logging.group(),
            e.getMessage());
      }
    }
  }

  /** What is to be sent next, or null; then nobody sends any more. */
  private List<InputLogEvent> next() {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        sending = false;
        return null;
      }
      List<InputLogEvent> batch = new ArrayList<>();
      int bytes = 0;
      while (!waiting.isEmpty()
          && batch.size() < MOST_EVENTS
          && bytes + waiting.peek().bytes() <= MOST_BYTES) {
        Line line = waiting.poll();
        bytes += line.bytes();
        batch.add(line.event());
      }
      waitingBytes -= bytes;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void send(List<InputLogEvent> events) {
    // Several threads of an environment log; what they log must be in the order of time.
    events.sort((a, b) -> Long.compare(a.timestamp(), b.timestamp()));
    PutLogEventsRequest request =
        new PutLogEventsRequest()
            .logGroupName(logging.group())
            .logStreamName(logging.stream())
            .logEvents(events);
    try {
      call(Logs.PutLogEvents, request);
    } catch (AwsException e) {
      if (!e.code().equals("ResourceNotFoundException")) {
        throw e;
      }
      create();
      call(Logs.PutLogEvents, request);
    }
  }

  private void create() {
    CreateLogStreamRequest stream =
        new CreateLogStreamRequest().logGroupName(logging.group()).logStreamName(logging.stream());
    try {
      call(Logs.CreateLogStream, stream);
    } catch (AwsException e) {
      if (e.code().equals("ResourceNotFoundException")) {
        createGroup();
        call(Logs.CreateLogStream, stream);
      } else if (!e.code().equals("ResourceAlreadyExistsException")) {
        throw e;
      }
    }
  }

  private void createGroup() {
    try {
      call(Logs.CreateLogGroup, new CreateLogGroupRequest().logGroupName(logging.group()));
    } catch (AwsException e) {
      if (!e.code().equals("ResourceAlreadyExistsException")) {
        throw e;
      }
    }
  }

  private <I extends View, O extends View> void call(ApiOperation<I, O> operation, I request) {
    Region region = Regions.find(function.region());
    Principal session = roles.session(role, function);
    lambda
        .world()
        .call(
            operation,
            request,
            session,
            region,
            Origin.service(LambdaWorld.PRINCIPAL, function.unqualifiedArn()));
  }
}
