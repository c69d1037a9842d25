package io.nephele.services.sqs;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.api.sqs.KmsAccessDenied;
import io.nephele.api.sqs.KmsDisabled;
import io.nephele.api.sqs.KmsInvalidKeyUsage;
import io.nephele.api.sqs.KmsInvalidState;
import io.nephele.api.sqs.KmsNotFound;
import io.nephele.api.sqs.KmsOptInRequired;
import io.nephele.api.sqs.KmsThrottled;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks KMS for data keys of queues, for whoever sends or receives. */
final class QueueKeys {
  private static final String SERVICE = "sqs.amazonaws.com";
  private static final String CONTEXT = "aws:sqs:arn";

  private final World world;

  QueueKeys(World world) {
    this.world = world;
  }

  /** A data key as it is, and how messages tell of it. */
  record Generated(Bytes key, Envelope envelope) {}

  /**
   * A new data key of a queue. Senders have to be able to decrypt it too, because SQS looks whether
   * it is what KMS says.
   */
  Generated generate(Queue queue, Call call) {
    GenerateDataKeyResponse made;
    try {
      made =
          world.call(
              Kms.GenerateDataKey,
              new GenerateDataKeyRequest()
                  .keyId(keyArn(queue))
                  .keySpec("AES_256")
                  .encryptionContext(Map.of(CONTEXT, queue.arn())),
              caller(call),
              queue.address().region(),
              origin(call));
    } catch (AwsException e) {
      throw ofSqs(e);
    }
    Envelope envelope = new Envelope(queue.arn(), made.keyId(), made.ciphertextBlob());
    Bytes again = decrypt(envelope, queue.address().region(), call);
    if (!again.equals(made.plaintext())) {
      throw new IllegalStateException("KMS decrypts another data key than it made");
    }
    return new Generated(made.plaintext(), envelope);
  }

  /** The data key of a message. */
  Bytes decrypt(Envelope envelope, Region region, Call call) {
    try {
      return world
          .call(
              Kms.Decrypt,
              new DecryptRequest()
                  .keyId(envelope.keyArn())
                  .ciphertextBlob(envelope.dataKey())
                  .encryptionContext(Map.of(CONTEXT, envelope.queueArn())),
              caller(call),
              region,
              origin(call))
          .plaintext();
    } catch (AwsException e) {
      throw ofSqs(e);
    }
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

  /** SQS calls in the name of its caller. */
  private static Origin origin(Call call) {
    Origin from = call.origin();
    List<String> calledVia = new ArrayList<>(from.calledVia());
    calledVia.add(SERVICE);
    return new Origin(
        "https",
        from.host(),
        from.sourceAddress(),
        from.userAgent(),
        from.referer(),
        List.copyOf(calledVia),
        from.sourceArn());
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
