package io.nephele.services.lambda.environments;

import java.io.IOException;

/**
 * Takes an invocation's response while it comes, on a thread other than the one that invoked, and
 * before that one has the {@link Outcome}; after a timeout a last piece may still come. A response
 * that the function gave as a whole comes here too, in one piece. An error after the first bytes is
 * in the outcome.
 */
public interface ResponseSink {
  /**
   * The response begins.
   *
   * @param contentType what the runtime says of it: {@code
   *     application/vnd.awslambda.http-integration-response} means a JSON prelude with status and
   *     header fields, eight zero bytes, then the body
   */
  void begin(String contentType) throws IOException;

  /**
   * More of it.
   *
   * @param bytes not to be kept: they change after return
   * @throws IOException if nobody takes it any more: the rest is thrown away, the function goes on
   */
  void write(byte[] bytes, int offset, int count) throws IOException;
}
