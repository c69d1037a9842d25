package io.nephele.services.sqs;

import io.nephele.api.sqs.KmsAccessDenied;
import io.nephele.api.sqs.KmsDisabled;
import io.nephele.api.sqs.KmsInvalidKeyUsage;
import io.nephele.api.sqs.KmsInvalidState;
import io.nephele.api.sqs.KmsNotFound;
import io.nephele.api.sqs.KmsOptInRequired;
import io.nephele.api.sqs.KmsThrottled;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.datakeys.DataKey;
import io.nephele.core.datakeys.DataKeys;
import io.nephele.core.datakeys.KeyUse;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import java.util.Map;

/** Asks KMS for data keys of queues, for whoever sends or receives. */
final class QueueKeys {
  private static final String SERVICE = "sqs.amazonaws.com";
  private static final String CONTEXT = "aws:sqs:arn";

  private final DataKeys keys;

  QueueKeys(World world) {
    this.keys = new DataKeys(world, QueueKeys::ofSqs);
  }

  /**
   * The data key under which a caller sends to a queue. Senders have to be able to decrypt it too,
   * because SQS looks whether it is what KMS says.
   */
  DataKey toSend(Queue queue, Call call) {
    Principal caller = caller(call);
    return keys.reuse(
        queue.messagesKey().with(queue.kmsKey()),
        caller,
        reused(queue),
        () -> keys.makeAndOpen(use(keyArn(queue), queue.arn(), queue.address().region(), call)));
  }

  /** The data key of a message, for whoever receives it from a queue. */
  DataKey toReceive(Queue queue, Envelope envelope, Call call) {
    Principal caller = caller(call);
    return keys.reuse(
        Key.of(envelope.queueArn()).with(envelope.dataKey()),
        caller,
        reused(queue),
        () ->
            keys.open(
                use(envelope.keyArn(), envelope.queueArn(), queue.address().region(), call),
                envelope.dataKey()));
  }

  private static long reused(Queue queue) {
    return queue.dataKeyReusePeriod() * 1000L;
  }

  private static KeyUse use(String keyId, String queueArn, Region region, Call call) {
    return KeyUse.through(SERVICE, call, region, keyId, Map.of(CONTEXT, queueArn));
  }

  /** The key that the queue names, among those of the queue's account and region. */
  private static String keyArn(Queue queue) {
    String name = queue.kmsKey();
    if (name.startsWith("arn:")) {
      return name;
    }
    Region region = queue.address().region();
    return "arn:"
        + region.partition().id()
        + ":kms:"
        + region.name()
        + ":"
        + queue.accountId()
        + (name.startsWith("alias/") ? ":" : ":key/")
        + name;
  }

  private static Principal caller(Call call) {
    if (call.principal().type() == Principal.Type.ANONYMOUS) {
      throw new KmsAccessDenied("Anonymous callers cannot use AWS KMS keys.");
    }
    return call.principal();
  }

  /** KMS's error as SQS hands it on. */
  private static AwsException ofSqs(AwsException e) {
    String message = e.getMessage();
    return switch (e.code()) {
      case "AccessDeniedException" -> new KmsAccessDenied(message);
      case "DisabledException" -> new KmsDisabled(message);
      case "InvalidKeyUsageException" -> new KmsInvalidKeyUsage(message);
      case "KMSInvalidStateException" -> new KmsInvalidState(message);
      case "NotFoundException" -> new KmsNotFound(message);
      case "OptInRequired" -> new KmsOptInRequired(message);
      case "ThrottlingException" -> new KmsThrottled(message);
      default -> e;
    };
  }
}
