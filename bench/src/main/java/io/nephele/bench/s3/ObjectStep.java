package io.nephele.bench.s3;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;
import java.io.IOException;

/** Sends some requests, of which each is to be answered with success, in turns. */
final class ObjectStep implements Step {
  private final RequestBytes[] requests;
  private final int answerBytes;
  private int next;

  /**
   * Sends those requests.
   *
   * @param first the one to begin with
   * @param answerBytes how many bytes each answer must have, or -1
   */
  ObjectStep(RequestBytes[] requests, int first, int answerBytes) {
    this.requests = requests;
    this.next = first;
    this.answerBytes = answerBytes;
  }

  @Override
  public RequestBytes begin() {
    RequestBytes request = requests[next % requests.length];
    next++;
    return request;
  }

  @Override
  public RequestBytes next(HttpConnection answered) throws IOException {
    int length = answered.bodyEnd() - answered.bodyStart();
    if (answered.status() != 200 || answerBytes >= 0 && length != answerBytes) {
      throw new IOException(
          "Answered " + answered.status() + " with " + length + " bytes: " + answered.bodyText());
    }
    return null;
  }

  @Override
  public int handled() {
    return 1;
  }
}
