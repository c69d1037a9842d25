package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.ErrorObject;
import io.nephele.model.Bytes;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Instant;

/**
 * How an execution ended.
 *
 * @param status one of ExecutionStatus
 * @param result JSON, or null
 * @param error a stored ErrorObject, or null
 */
record Ending(String status, Instant endedAt, String result, Bytes error) {
  static Ending of(String status, Instant endedAt, String result, ErrorObject error) {
    return new Ending(
        status,
        endedAt,
        result,
        error == null ? null : Bytes.of(StoredStructs.write(error.struct())));
  }

  ErrorObject errorObject() {
    return error == null
        ? null
        : new ErrorObject(StoredStructs.read(error.toArray(), new ErrorObject().struct().shape()));
  }
}
