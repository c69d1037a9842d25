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
  private static final int MOST_WAITING = 50_000;

  private final LambdaWorld lambda;
  private final ExecutionRoles roles;
  private final FunctionRef function;
  private final String role;
  private final Logging logging;
  private final ReentrantLock lock = new ReentrantLock();
  private List<InputLogEvent> waiting = new ArrayList<>();
  private boolean sending;

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
      if (waiting.size() < MOST_WAITING) {
        waiting.add(new InputLogEvent().timestamp(time.toEpochMilli()).message(message));
      }
      many = waiting.size() >= MOST_EVENTS;
    } finally {
      lock.unlock();
    }
    if (many) {
      flush();
    }
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
      int count = 0;
      int bytes = 0;
      for (InputLogEvent event : waiting) {
        bytes += event.message().getBytes(StandardCharsets.UTF_8).length + EVENT_OVERHEAD;
        if (count > 0 && (bytes > MOST_BYTES || count == MOST_EVENTS)) {
          break;
        }
        count++;
      }
      List<InputLogEvent> batch = new ArrayList<>(waiting.subList(0, count));
      waiting = new ArrayList<>(waiting.subList(count, waiting.size()));
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
