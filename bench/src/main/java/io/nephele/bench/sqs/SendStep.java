package io.nephele.bench.sqs;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;
import java.io.IOException;

/** Sends the same request again and again; its answer must name so many messages. */
final class SendStep implements Step {
  private final RequestBytes request;
  private final JsonStrings ids = new JsonStrings("MessageId");
  private final int messages;

  SendStep(RequestBytes request, int messages) {
    this.request = request;
    this.messages = messages;
  }

  @Override
  public RequestBytes begin() {
    return request;
  }

  @Override
  public RequestBytes next(HttpConnection answered) throws IOException {
    SqsClient.check(answered);
    ids.expect(answered, messages);
    return null;
  }

  @Override
  public int handled() {
    return messages;
  }
}
