package io.nephele.services.logs.tails;

import io.nephele.api.logs.StartLiveTailRequest;
import io.nephele.api.logs.StartLiveTailResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.services.logs.events.EventTaker;
import io.nephele.services.logs.events.Masking;
import io.nephele.services.logs.events.Written;
import io.nephele.services.logs.patterns.FilterPattern;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Begins live tails and gives them the events that are put on this node. */
public final class LiveTails implements EventTaker {
  private static final int MOST = 15;

  private final LogsWorld logs;
  private final Masking masking;
  private final Set<LiveTail> open = ConcurrentHashMap.newKeySet();

  /** The live tails of a world. */
  public LiveTails(LogsWorld logs, Masking masking) {
    this.logs = logs;
    this.masking = masking;
  }

  /** Answers StartLiveTail. */
  public StartLiveTailResponse start(StartLiveTailRequest in, Call call) {
    if (logs.world().nodes().isShared()) {
      throw LogsErrors.notImplemented("live tails where several nodes share a world");
    }
    boolean streams = in.logStreamNames() != null || in.logStreamNamePrefixes() != null;
    if (streams && in.logGroupIdentifiers().size() != 1) {
      throw LogsErrors.invalid("Log streams can be specified only if one log group is specified.");
    }
    if (in.logStreamNames() != null && in.logStreamNamePrefixes() != null) {
      throw LogsErrors.invalid(
          "Only one of logStreamNames and logStreamNamePrefixes can be specified.");
    }
    FilterPattern pattern = FilterPattern.parse(in.logEventFilterPattern());
    List<Group> groups =
        logs.read(
            reader -> {
              List<Group> found = new ArrayList<>();
              for (String identifier : in.logGroupIdentifiers()) {
                found.add(logs.identified(reader, identifier, call));
              }
              return found;
            });
    for (Group group : groups) {
      if (!group.kind().equals(Group.STANDARD)) {
        throw LogsErrors.invalid(
            "Live tail is not supported for log groups of class " + group.kind());
      }
    }
    if (open.size() >= MOST) {
      throw LogsErrors.limit("Resource limit exceeded.");
    }
    LiveTail tail = new LiveTail(logs, in, groups, pattern, call, open::remove);
    open.add(tail);
    return new StartLiveTailResponse().responseStream(tail);
  }

  @Override
  public boolean wants(Transaction transaction, Group group) {
    for (LiveTail tail : open) {
      if (tail.isOf(group)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void stored(Written written) {
    for (LiveTail tail : open) {
      if (tail.isOf(written.group())) {
        tail.add(written, masking.of(written.group(), null, written.call()));
      }
    }
  }
}
