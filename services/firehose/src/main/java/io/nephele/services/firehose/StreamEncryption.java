package io.nephele.services.firehose;

import io.nephele.api.firehose.DeliveryStreamEncryptionConfigurationInput;
import io.nephele.api.firehose.InvalidKMSResourceException;
import io.nephele.api.firehose.StartDeliveryStreamEncryptionInput;
import io.nephele.api.firehose.StartDeliveryStreamEncryptionOutput;
import io.nephele.api.firehose.StopDeliveryStreamEncryptionInput;
import io.nephele.api.firehose.StopDeliveryStreamEncryptionOutput;
import io.nephele.api.kms.CreateGrantRequest;
import io.nephele.api.kms.DescribeKeyRequest;
import io.nephele.api.kms.KeyMetadata;
import io.nephele.api.kms.Kms;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import java.util.List;

/** Switches the encryption of waiting records on and off. */
final class StreamEncryption {
  private static final String AWS_OWNED = "AWS_OWNED_CMK";
  private static final String CUSTOMER_MANAGED = "CUSTOMER_MANAGED_CMK";
  private static final List<String> GRANTED = List.of("GenerateDataKey", "Decrypt");

  private final FirehoseWorld firehose;

  StreamEncryption(FirehoseWorld firehose) {
    this.firehose = firehose;
  }

  StartDeliveryStreamEncryptionOutput start(StartDeliveryStreamEncryptionInput in, Call call) {
    DeliveryStream stream = directly(in.deliveryStreamName(), call);
    DeliveryStreamEncryptionConfigurationInput wanted =
        in.deliveryStreamEncryptionConfigurationInput() == null
            ? new DeliveryStreamEncryptionConfigurationInput().keyType(AWS_OWNED)
            : in.deliveryStreamEncryptionConfigurationInput();
    DeliveryStream.Encryption encryption = wanted(wanted, stream, call);
    firehose.change(
        stream.name(), call, (transaction, current) -> current.withEncryption(encryption));
    return new StartDeliveryStreamEncryptionOutput();
  }

  StopDeliveryStreamEncryptionOutput stop(StopDeliveryStreamEncryptionInput in, Call call) {
    DeliveryStream stream = directly(in.deliveryStreamName(), call);
    firehose.change(stream.name(), call, (transaction, current) -> current.withEncryption(null));
    return new StopDeliveryStreamEncryptionOutput();
  }

  private DeliveryStream directly(String name, Call call) {
    DeliveryStream stream = firehose.find(name, call);
    if (stream.source() != null) {
      throw FirehoseErrors.invalid(
          "This operation is not permitted on KinesisStreamAsSource delivery stream type.");
    }
    return stream;
  }

  /** The encryption that a request asks for; Firehose may use the key from now on. */
  DeliveryStream.Encryption wanted(
      DeliveryStreamEncryptionConfigurationInput in, DeliveryStream stream, Call call) {
    if (in.keyType().equals(AWS_OWNED)) {
      if (in.keyARN() != null) {
        throw FirehoseErrors.invalid("KeyARN must not be specified when KeyType is " + AWS_OWNED);
      }
      return new DeliveryStream.Encryption(AWS_OWNED, null);
    }
    if (in.keyARN() == null) {
      throw FirehoseErrors.invalid("KeyARN must be specified when KeyType is " + CUSTOMER_MANAGED);
    }
    try {
      KeyMetadata key =
          firehose
              .world()
              .call(
                  Kms.DescribeKey,
                  new DescribeKeyRequest().keyId(in.keyARN()),
                  call.principal(),
                  call.region(),
                  call.origin().through(FirehoseWorld.PRINCIPAL))
              .keyMetadata();
      if (!"SYMMETRIC_DEFAULT".equals(key.keySpec())) {
        throw new InvalidKMSResourceException(
            "The KMS key " + in.keyARN() + " is not a symmetric encryption key.");
      }
      firehose
          .world()
          .call(
              Kms.CreateGrant,
              new CreateGrantRequest()
                  .keyId(key.arn())
                  .granteePrincipal(FirehoseWorld.PRINCIPAL)
                  .retiringPrincipal(FirehoseWorld.PRINCIPAL)
                  .operations(GRANTED),
              call.principal(),
              call.region(),
              call.origin().through(FirehoseWorld.PRINCIPAL));
      return new DeliveryStream.Encryption(CUSTOMER_MANAGED, key.arn());
    } catch (InvalidKMSResourceException e) {
      throw e;
    } catch (AwsException e) {
      throw new InvalidKMSResourceException(
          "The KMS key " + in.keyARN() + " cannot be used: " + e.getMessage());
    }
  }
}
