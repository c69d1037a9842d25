package io.nephele.services.sns;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.api.sns.KMSAccessDeniedException;
import io.nephele.api.sns.KMSDisabledException;
import io.nephele.api.sns.KMSInvalidStateException;
import io.nephele.api.sns.KMSNotFoundException;
import io.nephele.api.sns.KMSThrottlingException;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The keys of encrypted topics: whoever publishes must be allowed to have a data key made and to
 * decrypt it. Messages on their way are protected as everything in the store is.
 */
final class TopicEncryption {
  private final World world;

  TopicEncryption(World world) {
    this.world = world;
  }

  /** Asks KMS for a data key for whoever publishes; an error to the caller if he gets none. */
  void check(Topic topic, Call call) {
    String key = topic.attribute(TopicAttributes.KMS_KEY);
    if (key == null) {
      return;
    }
    Map<String, String> context = Map.of("aws:sns:topicArn", topic.arn());
    Region region = Regions.find(topic.region());
    try {
      GenerateDataKeyResponse made =
          world.call(
              Kms.GenerateDataKey,
              new GenerateDataKeyRequest().keyId(key).keySpec("AES_256").encryptionContext(context),
              call.principal(),
              region,
              origin(call));
      world.call(
          Kms.Decrypt,
          new DecryptRequest()
              .keyId(made.keyId())
              .ciphertextBlob(made.ciphertextBlob())
              .encryptionContext(context),
          call.principal(),
          region,
          origin(call));
    } catch (AwsException e) {
      throw ofSns(e);
    }
  }

  private static Origin origin(Call call) {
    Origin from = call.origin();
    List<String> calledVia = new ArrayList<>(from.calledVia());
    if (!calledVia.contains(SnsWorld.PRINCIPAL)) {
      calledVia.add(SnsWorld.PRINCIPAL);
    }
    return new Origin(
        "https",
        from.host(),
        from.sourceAddress(),
        from.userAgent(),
        from.referer(),
        List.copyOf(calledVia),
        from.sourceArn());
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
