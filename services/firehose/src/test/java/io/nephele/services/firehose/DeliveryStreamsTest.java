package io.nephele.services.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ConcurrentModificationException;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamEncryptionStatus;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.KeyType;
import software.amazon.awssdk.services.firehose.model.ResourceInUseException;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;

/** Streams are made, described, changed, tagged and removed. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DeliveryStreamsTest {
  private static final String NAME = "orders";

  @Inject FirehoseClient firehose;
  @Inject IamClient iam;

  @BeforeEach
  void role() {
    Streams.role(iam);
  }

  private DeliveryStreamDescription describe() {
    return firehose
        .describeDeliveryStream(d -> d.deliveryStreamName(NAME))
        .deliveryStreamDescription();
  }

  @Test
  void aStreamIsDescribedAsItWasMade() {
    Streams.create(firehose, NAME, d -> d.prefix("p/"));
    DeliveryStreamDescription stream = describe();
    assertThat(stream.deliveryStreamARN())
        .isEqualTo("arn:aws:firehose:us-east-1:000000000000:deliverystream/orders");
    assertThat(stream.deliveryStreamStatus()).isEqualTo(DeliveryStreamStatus.ACTIVE);
    assertThat(stream.deliveryStreamType()).isEqualTo(DeliveryStreamType.DIRECT_PUT);
    assertThat(stream.versionId()).isEqualTo("1");
    assertThat(stream.destinations()).hasSize(1);
    assertThat(stream.destinations().getFirst().s3DestinationDescription().prefix())
        .isEqualTo("p/");
    assertThat(
            stream
                .destinations()
                .getFirst()
                .extendedS3DestinationDescription()
                .compressionFormatAsString())
        .isEqualTo("UNCOMPRESSED");

    assertThatThrownBy(() -> Streams.create(firehose, NAME, d -> {}))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("Firehose orders under accountId 000000000000 already exists");
  }

  @Test
  @Fact("firehose-016")
  void aStreamHasOneDestination() {
    assertThatThrownBy(() -> firehose.createDeliveryStream(c -> c.deliveryStreamName(NAME)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(
            () ->
                firehose.createDeliveryStream(
                    c ->
                        c.deliveryStreamName(NAME)
                            .extendedS3DestinationConfiguration(
                                d -> d.roleARN(Streams.ROLE).bucketARN("arn:aws:s3:::b"))
                            .httpEndpointDestinationConfiguration(
                                d ->
                                    d.endpointConfiguration(e -> e.url("https://localhost"))
                                        .s3Configuration(
                                            s ->
                                                s.roleARN(Streams.ROLE)
                                                    .bucketARN("arn:aws:s3:::b")))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("Exactly one destination configuration is supported for a Firehose");
  }

  @Test
  void aRoleThatDoesNotTrustFirehoseIsRefused() {
    assertThatThrownBy(
            () ->
                Streams.create(
                    firehose, NAME, d -> d.roleARN("arn:aws:iam::000000000000:role/nobody")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(
            "Firehose is unable to assume role arn:aws:iam::000000000000:role/nobody. Please check"
                + " the role provided.");
  }

  @Test
  void whatIsNotThereYetIsSaid() {
    assertThatThrownBy(
            () ->
                Streams.create(
                    firehose, NAME, d -> d.dataFormatConversionConfiguration(c -> c.enabled(true))))
        .isInstanceOf(FirehoseException.class)
        .hasMessageContaining("Nephele does not implement record format conversion");
  }

  @Test
  void prefixesAreChecked() {
    assertThatThrownBy(() -> Streams.create(firehose, NAME, d -> d.prefix("!{timestamp:yyyy}/")))
        .hasMessageContaining(
            "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions.");
    assertThatThrownBy(
            () ->
                Streams.create(
                    firehose, NAME, d -> d.prefix("!{nothing:x}/").errorOutputPrefix("e/")))
        .hasMessageContaining("Prefix contains an invalid expression: !{nothing:x}.");
    assertThatThrownBy(
            () ->
                Streams.create(
                    firehose,
                    NAME,
                    d ->
                        d.prefix("p/")
                            .errorOutputPrefix("e/")
                            .bufferingHints(b -> b.sizeInMBs(64).intervalInSeconds(60))
                            .dynamicPartitioningConfiguration(p -> p.enabled(true))))
        .hasMessageContaining("partitioning key namespaces");
  }

  @Test
  void destinationsChangeByVersion() {
    Streams.create(firehose, NAME, d -> d.prefix("before/"));
    String id = describe().destinations().getFirst().destinationId();
    firehose.updateDestination(
        u ->
            u.deliveryStreamName(NAME)
                .currentDeliveryStreamVersionId("1")
                .destinationId(id)
                .extendedS3DestinationUpdate(d -> d.prefix("after/")));
    DeliveryStreamDescription changed = describe();
    assertThat(changed.versionId()).isEqualTo("2");
    assertThat(changed.lastUpdateTimestamp()).isNotNull();
    assertThat(changed.destinations().getFirst().extendedS3DestinationDescription().prefix())
        .isEqualTo("after/");
    assertThat(changed.destinations().getFirst().extendedS3DestinationDescription().bucketARN())
        .isEqualTo("arn:aws:s3:::delivered");

    assertThatThrownBy(
            () ->
                firehose.updateDestination(
                    u ->
                        u.deliveryStreamName(NAME)
                            .currentDeliveryStreamVersionId("1")
                            .destinationId(id)
                            .extendedS3DestinationUpdate(d -> d.prefix("x/"))))
        .isInstanceOf(ConcurrentModificationException.class)
        .hasMessageContaining("current version id: 2 and specified version id: 1 do not match");
  }

  @Test
  void streamsAreListedInPagesAndRemoved() {
    for (int i = 0; i < 12; i++) {
      Streams.create(firehose, "s%02d".formatted(i), d -> {});
    }
    var first = firehose.listDeliveryStreams();
    assertThat(first.deliveryStreamNames()).hasSize(10);
    assertThat(first.hasMoreDeliveryStreams()).isTrue();
    var second = firehose.listDeliveryStreams(l -> l.exclusiveStartDeliveryStreamName("s09"));
    assertThat(second.deliveryStreamNames()).containsExactly("s10", "s11");
    assertThat(second.hasMoreDeliveryStreams()).isFalse();

    firehose.deleteDeliveryStream(d -> d.deliveryStreamName("s11"));
    assertThatThrownBy(() -> firehose.describeDeliveryStream(d -> d.deliveryStreamName("s11")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Firehose s11 under account 000000000000 not found.");
  }

  @Test
  @SuppressWarnings("unchecked")
  void streamsHaveTags() {
    Streams.create(firehose, NAME, d -> {});
    firehose.tagDeliveryStream(
        t -> t.deliveryStreamName(NAME).tags(x -> x.key("a").value("1"), x -> x.key("b")));
    firehose.untagDeliveryStream(t -> t.deliveryStreamName(NAME).tagKeys("b"));
    assertThat(firehose.listTagsForDeliveryStream(t -> t.deliveryStreamName(NAME)).tags())
        .singleElement()
        .satisfies(tag -> assertThat(tag.key() + tag.value()).isEqualTo("a1"));
  }

  @Test
  void encryptionIsSwitchedOnAndOff() {
    Streams.create(firehose, NAME, d -> {});
    assertThat(describe().deliveryStreamEncryptionConfiguration().status())
        .isEqualTo(DeliveryStreamEncryptionStatus.DISABLED);
    firehose.startDeliveryStreamEncryption(e -> e.deliveryStreamName(NAME));
    assertThat(describe().deliveryStreamEncryptionConfiguration().keyType())
        .isEqualTo(KeyType.AWS_OWNED_CMK);
    firehose.stopDeliveryStreamEncryption(e -> e.deliveryStreamName(NAME));
    assertThat(describe().deliveryStreamEncryptionConfiguration().status())
        .isEqualTo(DeliveryStreamEncryptionStatus.DISABLED);
  }
}
