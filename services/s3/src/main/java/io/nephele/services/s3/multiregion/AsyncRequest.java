package io.nephele.services.s3.multiregion;

import io.nephele.core.store.Key;
import io.nephele.model.Bytes;

/**
 * Something that was asked for and takes a while.
 *
 * @param operation the name of the operation
 * @param point the multi-region access point's name
 * @param policy the policy that is put, or null
 * @param document the request's details, as they are told again
 * @param createdAt in milliseconds since 1970
 */
record AsyncRequest(
    String accountId,
    String token,
    String operation,
    String point,
    String policy,
    Bytes document,
    long createdAt,
    boolean done) {

  Key key() {
    return Key.of(accountId).with(token);
  }

  AsyncRequest finished() {
    return new AsyncRequest(accountId, token, operation, point, policy, document, createdAt, true);
  }

  /** The ARN by which it is asked about. */
  String arn(String partition) {
    String kind =
        switch (operation) {
          case MultiRegionPoints.CREATE -> "create";
          case MultiRegionPoints.DELETE -> "delete";
          default -> "put-policy";
        };
    return "arn:"
        + partition
        + ":s3:us-west-2:"
        + accountId
        + ":async-request/mrap/"
        + kind
        + "/"
        + token;
  }
}
