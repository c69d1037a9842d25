package io.nephele.services.lambda.async;

import io.nephele.core.blobs.Blob;
import io.nephele.services.lambda.state.FunctionRef;
import java.time.Instant;
import java.util.List;

/**
 * An event that waits for its function, or what came of it for its destinations.
 *
 * @param qualifier that was invoked, or null
 * @param requestId of the call that queued it and of all its invocations
 * @param payload JSON
 * @param clientContext JSON or null
 * @param traceHeader or null
 * @param tenantId the tenant on whose behalf, or null
 * @param invocations how often the function was run
 * @param throttles how often in a row it could not be run
 * @param deliveries what is still to be delivered, once the function is not run any more
 */
public record QueuedEvent(
    String accountId,
    String region,
    String name,
    String qualifier,
    String requestId,
    Blob payload,
    String clientContext,
    String traceHeader,
    String tenantId,
    Instant queuedAt,
    int invocations,
    int throttles,
    List<Delivery> deliveries) {
  /** What was invoked. */
  FunctionRef ref() {
    return FunctionRef.of(accountId, region, name).with(qualifier);
  }

  QueuedEvent after(int run, int throttled) {
    return new QueuedEvent(
        accountId,
        region,
        name,
        qualifier,
        requestId,
        payload,
        clientContext,
        traceHeader,
        tenantId,
        queuedAt,
        run,
        throttled,
        deliveries);
  }

  QueuedEvent delivering(List<Delivery> left) {
    return new QueuedEvent(
        accountId,
        region,
        name,
        qualifier,
        requestId,
        payload,
        clientContext,
        traceHeader,
        tenantId,
        queuedAt,
        invocations,
        throttles,
        left);
  }
}
