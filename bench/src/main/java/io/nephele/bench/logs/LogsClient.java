package io.nephele.bench.logs;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** Calls CloudWatch Logs over one connection; for one thread. */
final class LogsClient implements Closeable {
  private final HttpConnection connection;
  private final String host;
  private final Map<String, RequestBytes> requests = new HashMap<>();

  LogsClient(InetSocketAddress address) throws IOException {
    this.connection = new HttpConnection(address);
    this.host = address.getHostString() + ":" + address.getPort();
  }

  /**
   * Makes a call.
   *
   * @return the body of the answer
   * @throws IOException if it is an error
   */
  String call(String operation, CharSequence body) throws IOException {
    RequestBytes request =
        requests.computeIfAbsent(
            operation,
            name ->
                new RequestBytes(
                    host,
                    "/",
                    "X-Amz-Target: Logs_20140328."
                        + name
                        + "\r\nContent-Type: application/x-amz-json-1.1\r\n"
                        + "X-Amz-Date: 20261121T000000Z\r\n"
                        + "Authorization: AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/logs/"
                        + "aws4_request, SignedHeaders=host;x-amz-date, Signature="
                        + "0".repeat(64)
                        + "\r\n"));
    connection.exchange(request.clear().add(body.toString()).finish());
    if (connection.status() != 200) {
      throw new IOException(operation + ": " + connection.bodyText());
    }
    return connection.bodyText();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
