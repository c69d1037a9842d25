package io.nephele.wire;

import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/**
 * The server's side of one of AWS's protocols: requests from bytes, results and errors to bytes.
 * Implementations are immutable.
 */
public interface ServerProtocol {
  /** The protocol that this speaks. */
  Protocol protocol();

  /**
   * Reads a request. Types are checked, constraints are not.
   *
   * @return the operation's input, frozen
   * @throws AwsException what AWS answers to bytes that are not such a request, for example {@code
   *     SerializationException}
   */
  Struct decode(Operation operation, HttpRequest request);

  /** Writes a result. */
  HttpResponse encode(Operation operation, Struct output, String requestId);

  /**
   * Writes an error.
   *
   * @param operation the operation, or null where the request did not get as far as naming one
   */
  HttpResponse encodeError(
      Service service, Operation operation, AwsException error, String requestId);
}
