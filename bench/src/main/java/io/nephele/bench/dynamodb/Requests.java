package io.nephele.bench.dynamodb;

import io.nephele.bench.load.RequestBytes;
import java.net.InetSocketAddress;

/** Makes requests of DynamoDB's API. The signature is not looked at by the servers under test. */
final class Requests {
  private final String host;

  Requests(InetSocketAddress address) {
    this.host = address.getHostString() + ":" + address.getPort();
  }

  /** A call of an operation with that JSON. */
  RequestBytes call(String operation, String json) {
    return new RequestBytes(
            host,
            "/",
            "X-Amz-Target: DynamoDB_20120810."
                + operation
                + "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: 20261121T000000Z\r\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/"
                + "aws4_request, SignedHeaders=host;x-amz-date, Signature=0\r\n")
        .add(json)
        .finish();
  }
}
