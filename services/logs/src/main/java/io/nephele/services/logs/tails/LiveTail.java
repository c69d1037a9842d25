package io.nephele.services.logs.tails;

import io.nephele.api.logs.LiveTailSessionLogEvent;
import io.nephele.api.logs.LiveTailSessionMetadata;
import io.nephele.api.logs.LiveTailSessionStart;
import io.nephele.api.logs.LiveTailSessionUpdate;
import io.nephele.api.logs.StartLiveTailRequest;
import io.nephele.api.logs.StartLiveTailResponseStream;
import io.nephele.core.call.Call;
import io.nephele.core.time.Signal;
import io.nephele.model.EventStream;
import io.nephele.model.Struct;
import io.nephele.services.logs.events.LogEvent;
import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.events.Written;
import io.nephele.services.logs.patterns.FilterPattern;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsWorld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One live tail: says that it began, then every second what came, up to 500 events; ends after
 * three hours of the world's clock.
 */
final class LiveTail implements EventStream {
  private static final int MOST_EVENTS = 500;
  private static final long SECOND = 1000;
  private static final long LIFE_MILLIS = 3 * 3_600_000L;

  private final LogsWorld logs;
  private final StartLiveTailRequest request;
  private final List<Group> groups;
  private final FilterPattern pattern;
  private final Call call;
  private final Consumer<LiveTail> onClose;
  private final String id;
  private final long begunAt;
  private final ReentrantLock lock = new ReentrantLock();
  private final Signal closing = new Signal();
  private List<LiveTailSessionLogEvent> waiting = new ArrayList<>();
  private boolean sampled;
  private boolean begun;
  private long toldAt;
  private volatile boolean closed;

  LiveTail(
      LogsWorld logs,
      StartLiveTailRequest request,
      List<Group> groups,
      FilterPattern pattern,
      Call call,
      Consumer<LiveTail> onClose) {
    this.logs = logs;
    this.request = request;
    this.groups = groups;
    this.pattern = pattern;
    this.call = call;
    this.onClose = onClose;
    this.id = logs.world().ids().uuid().toString();
    this.begunAt = logs.now();
    this.toldAt = begunAt;
  }

  boolean isOf(Group group) {
    for (Group each : groups) {
      if (each.id() == group.id()) {
        return true;
      }
    }
    return false;
  }

  private boolean wants(String stream) {
    if (request.logStreamNames() != null) {
      return request.logStreamNames().contains(stream);
    }
    if (request.logStreamNamePrefixes() == null) {
      return true;
    }
    for (String prefix : request.logStreamNamePrefixes()) {
      if (stream.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Takes events; those beyond what is told in a second are left out. */
  void add(Written written, Masker masker) {
    if (!wants(written.stream().name())) {
      return;
    }
    lock.lock();
    try {
      for (LogEvent event : written.events()) {
        if (!pattern.matches(event.message())) {
          continue;
        }
        if (waiting.size() == MOST_EVENTS) {
          sampled = true;
          return;
        }
        Group group = written.group();
        waiting.add(
            new LiveTailSessionLogEvent()
                .logStreamName(written.stream().name())
                .logGroupIdentifier(group.accountId() + ":" + group.name())
                .message(masker.mask(event.message()))
                .timestamp(event.timestamp())
                .ingestionTime(event.ingestedAt()));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Struct next() {
    if (!begun) {
      begun = true;
      return new StartLiveTailResponseStream()
          .sessionStart(
              new LiveTailSessionStart()
                  .requestId(call.requestId())
                  .sessionId(id)
                  .logGroupIdentifiers(request.logGroupIdentifiers())
                  .logStreamNames(request.logStreamNames())
                  .logStreamNamePrefixes(request.logStreamNamePrefixes())
                  .logEventFilterPattern(request.logEventFilterPattern()))
          .struct();
    }
    try {
      Instant until = Instant.ofEpochMilli(toldAt + SECOND);
      long seen = closing.version();
      while (!closed && !logs.world().waits().ended() && logs.now() < toldAt + SECOND) {
        logs.world().waits().await(closing, seen, until);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    if (closed || logs.world().waits().ended() || logs.now() >= begunAt + LIFE_MILLIS) {
      return null;
    }
    toldAt = logs.now();
    lock.lock();
    try {
      LiveTailSessionUpdate update =
          new LiveTailSessionUpdate()
              .sessionMetadata(new LiveTailSessionMetadata().sampled(sampled))
              .sessionResults(waiting);
      waiting = new ArrayList<>();
      sampled = false;
      return new StartLiveTailResponseStream().sessionUpdate(update).struct();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    closing.give();
    onClose.accept(this);
  }
}
