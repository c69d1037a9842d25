package io.nephele.core.call;

import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import java.time.Instant;

/**
 * One call of an operation: who, where, when.
 *
 * @param operation the operation
 * @param protocol the protocol that the caller speaks
 * @param principal who calls
 * @param region the region that is called
 * @param origin where the call came from
 * @param requestId the id that AWS's responses carry, a UUID
 * @param time when the call arrived, by the world's clock
 */
public record Call(
    Operation operation,
    Protocol protocol,
    Principal principal,
    Region region,
    Origin origin,
    String requestId,
    Instant time) {

  /** The account that calls. */
  public String accountId() {
    return principal.accountId();
  }

  /** The name of the partition that is called. */
  public String partition() {
    return region.partition().id();
  }
}
