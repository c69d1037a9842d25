package io.nephele.bench.kinesis;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;
import java.io.IOException;

/** Asks for an iterator at a shard's begin and gets records by it: two calls that count as one. */
final class GetStep implements Step {
  private final RequestBytes iterator;
  private final RequestBytes get;
  private boolean asked;

  GetStep(RequestBytes iterator, RequestBytes get) {
    this.iterator = iterator;
    this.get = get;
  }

  @Override
  public RequestBytes begin() {
    asked = false;
    return iterator;
  }

  @Override
  public RequestBytes next(HttpConnection answered) throws IOException {
    if (Answers.isTooEarly(answered)) {
      return asked ? get : iterator;
    }
    if (Answers.isTooLate(answered)) {
      return begin();
    }
    Answers.requireSuccess(answered);
    if (asked) {
      return null;
    }
    asked = true;
    return Answers.getBy(get, answered, "ShardIterator");
  }

  @Override
  public int handled() {
    return 1;
  }
}
