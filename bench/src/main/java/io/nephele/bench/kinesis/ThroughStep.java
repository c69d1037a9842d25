package io.nephele.bench.kinesis;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;
import java.io.IOException;

/**
 * Puts a record and gets until it is there. The first step asks for the iterator too, from which
 * each answer leads to the next.
 */
final class ThroughStep implements Step {
  private final RequestBytes latest;
  private final RequestBytes put;
  private final RequestBytes get;
  private State state = State.ASKING;

  private enum State {
    ASKING,
    PUTTING,
    GETTING
  }

  /**
   * A step of a shard that no other connection puts into.
   *
   * @param latest asks for an iterator
   */
  ThroughStep(RequestBytes latest, RequestBytes put, RequestBytes get) {
    this.latest = latest;
    this.put = put;
    this.get = get;
  }

  @Override
  public RequestBytes begin() {
    if (state == State.ASKING) {
      return latest;
    }
    state = State.PUTTING;
    return put;
  }

  @Override
  public RequestBytes next(HttpConnection answered) throws IOException {
    if (Answers.isTooEarly(answered)) {
      return state == State.PUTTING ? put : get;
    }
    if (Answers.isTooLate(answered)) {
      state = State.ASKING;
      return latest;
    }
    Answers.requireSuccess(answered);
    switch (state) {
      case ASKING -> {
        Answers.getBy(get, answered, "ShardIterator");
        state = State.PUTTING;
        return put;
      }
      case PUTTING -> {
        state = State.GETTING;
        return get;
      }
      default -> {
        boolean there = Answers.find(answered, "\"Data\":") >= 0;
        Answers.getBy(get, answered, "NextShardIterator");
        return there ? null : get;
      }
    }
  }

  @Override
  public int handled() {
    return 1;
  }
}
