package io.nephele.services.sns;

import io.nephele.api.sns.KMSAccessDeniedException;
import io.nephele.api.sns.KMSDisabledException;
import io.nephele.api.sns.KMSInvalidStateException;
import io.nephele.api.sns.KMSNotFoundException;
import io.nephele.api.sns.KMSThrottlingException;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.datakeys.DataKeys;
import io.nephele.core.datakeys.KeyUse;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import java.util.Map;

/**
 * The keys of encrypted topics: whoever publishes must be allowed to have a data key made and to
 * decrypt it; what KMS said holds for five minutes. Messages on their way are protected as
 * everything in the store is.
 */
final class TopicEncryption {
  private final DataKeys keys;

  TopicEncryption(World world) {
    this.keys = new DataKeys(world, TopicEncryption::ofSns);
  }

  /** Asks KMS for a data key for whoever publishes; an error to the caller if he gets none. */
  void check(Topic topic, Call call) {
    String key = topic.attribute(TopicAttributes.KMS_KEY);
    if (key != null) {
      keys.reuse(
          Key.of(topic.arn()).with(key),
          call.principal(),
          DataKeys.FIVE_MINUTES,
          () -> keys.makeAndOpen(use(topic, key, call)));
    }
  }

  private static KeyUse use(Topic topic, String key, Call call) {
    return KeyUse.through(
        SnsWorld.PRINCIPAL,
        call,
        Regions.find(topic.region()),
        key,
        Map.of("aws:sns:topicArn", topic.arn()));
  }

  private static AwsException ofSns(AwsException e) {
    String message = e.getMessage();
    return switch (e.code()) {
      case "NotFoundException" -> new KMSNotFoundException(message);
      case "AccessDeniedException" -> new KMSAccessDeniedException(message);
      case "DisabledException" -> new KMSDisabledException(message);
      case "KMSInvalidStateException" -> new KMSInvalidStateException(message);
      case "ThrottlingException" -> new KMSThrottlingException(message);
      default -> e.clientFault() ? SnsErrors.invalid("KmsMasterKeyId", message) : e;
    };
  }
}
