package io.nephele.bench.dynamodb;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes items of a range of numbers, a batch after another, over all connections together. */
final class FillStep implements Step {
  static final int BATCH = 25;

  private final Requests requests;
  private final AtomicInteger next;
  private final int to;
  private int written;

  FillStep(Requests requests, AtomicInteger next, int to) {
    this.requests = requests;
    this.next = next;
    this.to = to;
  }

  @Override
  public RequestBytes begin() {
    int from = next.getAndAdd(BATCH);
    written = Math.max(0, Math.min(BATCH, to - from));
    // At the end the last item once more, since every step sends something.
    int first = written == 0 ? to - 1 : from;
    StringBuilder puts = new StringBuilder();
    for (int n = first; n < Math.min(first + BATCH, to); n++) {
      puts.append(puts.isEmpty() ? "" : ",")
          .append("{\"PutRequest\":{\"Item\":")
          .append(Workload.item(n))
          .append("}}");
    }
    return requests.call("BatchWriteItem", "{\"RequestItems\":{\"bench\":[" + puts + "]}}");
  }

  @Override
  public RequestBytes next(HttpConnection answered) throws IOException {
    if (answered.status() != 200) {
      throw new IOException("Answered " + answered.status() + ": " + answered.bodyText());
    }
    return null;
  }

  @Override
  public int handled() {
    return written;
  }
}
