package io.nephele.services.lambda.environments;

import java.io.IOException;

/**
 * Takes an invocation's response while it comes, on the thread that invoked. A response that the
 * function gave as a whole comes here too, in one piece. What is called an error after the first
 * bytes is in the {@link Outcome}.
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
