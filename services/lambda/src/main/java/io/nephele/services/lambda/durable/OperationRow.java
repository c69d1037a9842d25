package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.Operation;
import io.nephele.api.lambda.OperationUpdate;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.state.Structs;
import io.nephele.wire.cbor.StoredStructs;

/**
 * An operation of an execution.
 *
 * @param order which one of the execution's it is
 * @param changed which change of the execution's was the last of this one
 * @param stored the operation
 * @param request of operations that wait for something: what was asked for, a stored
 *     OperationUpdate; or null
 */
record OperationRow(long order, long changed, Bytes stored, Bytes request) {
  /** A copy, to be changed. */
  Operation operation() {
    return new Operation(
        Structs.copy(StoredStructs.read(stored.toArray(), new Operation().struct().shape())));
  }

  OperationUpdate update() {
    return new OperationUpdate(
        StoredStructs.read(request.toArray(), new OperationUpdate().struct().shape()));
  }
}
