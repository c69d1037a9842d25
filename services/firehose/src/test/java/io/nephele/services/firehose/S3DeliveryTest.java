package io.nephele.services.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.SnappyFramedInputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.CompressionFormat;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.ProcessorParameterName;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** What is put into a stream lies in its bucket later. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class S3DeliveryTest {
  private static final String NAME = "orders";
  private static final String BUCKET = Streams.BUCKET;
  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

  @Inject FirehoseClient firehose;
  @Inject S3Client s3;
  @Inject IamClient iam;
  @Inject KmsClient kms;
  @Inject VirtualClock clock;

  @BeforeEach
  void roleAndBucket() {
    Streams.role(iam);
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  @Fact({"firehose-001", "firehose-010", "firehose-014", "firehose-017"})
  void recordsAreDeliveredOneAfterAnotherUnderTheHourOfTheirArrival() {
    Streams.create(firehose, NAME, d -> d.prefix("in/"));
    String hour = clock.now().toString().substring(0, 13).replace('-', '/').replace('T', '/');
    Streams.put(firehose, NAME, "a", "b", "c");

    clock.advance(DEFAULT_INTERVAL);

    List<String> keys = Streams.keys(s3, BUCKET);
    assertThat(keys).hasSize(1);
    assertThat(keys.getFirst())
        .matches(
            "in/"
                + hour
                + "/orders-1-\\d{4}(-\\d{2}){5}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(Streams.text(s3, BUCKET, keys.getFirst())).isEqualTo("abc");

    clock.advance(DEFAULT_INTERVAL);
    assertThat(Streams.keys(s3, BUCKET)).hasSize(1);
  }

  @Test
  @Fact({"firehose-002", "firehose-011"})
  void aBufferIsDeliveredWhenItIsFullOrOldEnough() {
    Streams.create(firehose, NAME, d -> {});
    Streams.create(
        firehose, "quick", d -> d.bufferingHints(b -> b.intervalInSeconds(60).sizeInMBs(1)));
    var hints =
        firehose
            .describeDeliveryStream(d -> d.deliveryStreamName(NAME))
            .deliveryStreamDescription()
            .destinations()
            .getFirst()
            .extendedS3DestinationDescription()
            .bufferingHints();
    assertThat(hints.sizeInMBs()).isEqualTo(5);
    assertThat(hints.intervalInSeconds()).isEqualTo(300);

    Streams.put(firehose, "quick", "early");
    clock.advance(Duration.ofSeconds(59));
    assertThat(Streams.keys(s3, BUCKET)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(Streams.keys(s3, BUCKET)).hasSize(1);

    byte[] half = new byte[600_000];
    for (int i = 0; i < 2; i++) {
      firehose.putRecord(
          p -> p.deliveryStreamName("quick").record(r -> r.data(SdkBytes.fromByteArray(half))));
    }
    clock.advance(Duration.ofMillis(1));
    assertThat(Streams.keys(s3, BUCKET)).hasSizeGreaterThanOrEqualTo(2);
    clock.advance(Duration.ofSeconds(60));
    assertThat(
            s3.listObjectsV2(l -> l.bucket(BUCKET)).contents().stream()
                .mapToLong(o -> o.size())
                .sum())
        .isEqualTo(1_200_005);
  }

  @Test
  void whatIsLargeIsOneObjectOfSeveralParts() throws IOException {
    Streams.create(
        firehose, NAME, d -> d.bufferingHints(b -> b.intervalInSeconds(60).sizeInMBs(64)));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Random random = new Random(1);
    for (int batch = 0; batch < 3; batch++) {
      List<Record> records = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        byte[] data = new byte[900_000];
        random.nextBytes(data);
        all.write(data);
        records.add(Record.builder().data(SdkBytes.fromByteArray(data)).build());
      }
      firehose.putRecordBatch(p -> p.deliveryStreamName(NAME).records(records));
    }
    clock.advance(Duration.ofSeconds(60));

    String key = Streams.keys(s3, BUCKET).getFirst();
    assertThat(Streams.keys(s3, BUCKET)).hasSize(1);
    assertThat(Streams.bytes(s3, BUCKET, key)).isEqualTo(all.toByteArray());
    assertThat(s3.headObject(h -> h.bucket(BUCKET).key(key)).eTag()).endsWith("-2\"");
    clock.advance(Duration.ofMinutes(10));
    assertThat(Streams.keys(s3, BUCKET)).hasSize(1);
  }

  @Test
  @Fact({"firehose-003", "firehose-013"})
  void objectsAreCompressed() throws IOException {
    for (CompressionFormat format : CompressionFormat.knownValues()) {
      String name =
          "by-"
              + format.toString().toLowerCase(java.util.Locale.ROOT).charAt(0)
              + format.toString().length();
      Streams.create(firehose, name, d -> d.compressionFormat(format).prefix(name + "/"));
      Streams.put(firehose, name, "one ", "two");
    }
    clock.advance(DEFAULT_INTERVAL);

    for (CompressionFormat format : CompressionFormat.knownValues()) {
      String name =
          "by-"
              + format.toString().toLowerCase(java.util.Locale.ROOT).charAt(0)
              + format.toString().length();
      String key =
          Streams.keys(s3, BUCKET).stream()
              .filter(k -> k.startsWith(name + "/"))
              .findFirst()
              .orElseThrow();
      byte[] bytes = Streams.bytes(s3, BUCKET, key);
      if (format == CompressionFormat.HADOOP_SNAPPY) {
        assertThat(key).endsWith(".hsnappy");
        assertThat(bytes).startsWith(0, 0, 0, 7);
        continue;
      }
      try (InputStream in = opened(format, bytes, key)) {
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("one two");
      }
    }
  }

  private static InputStream opened(CompressionFormat format, byte[] bytes, String key)
      throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    return switch (format) {
      case GZIP -> {
        assertThat(key).endsWith(".gz");
        yield new GZIPInputStream(in);
      }
      case ZIP -> {
        assertThat(key).endsWith(".zip");
        ZipInputStream zip = new ZipInputStream(in);
        zip.getNextEntry();
        yield zip;
      }
      case SNAPPY -> {
        assertThat(key).endsWith(".snappy");
        yield new SnappyFramedInputStream(in);
      }
      default -> in;
    };
  }

  @Test
  @Fact("firehose-005")
  void objectsAreEncryptedUnderAKey() {
    String key = kms.createKey().keyMetadata().arn();
    Streams.create(
        firehose,
        NAME,
        d -> d.encryptionConfiguration(e -> e.kmsEncryptionConfig(k -> k.awskmsKeyARN(key))));
    Streams.put(firehose, NAME, "secret");
    clock.advance(DEFAULT_INTERVAL);

    String object = Streams.keys(s3, BUCKET).getFirst();
    var head = s3.headObject(h -> h.bucket(BUCKET).key(object));
    assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(head.ssekmsKeyId()).isEqualTo(key);
  }

  @Test
  void prefixesHaveTimesInAZoneAndEndingsOfTheirOwn() {
    Streams.create(
        firehose,
        NAME,
        d ->
            d.prefix("year=!{timestamp:yyyy}/r=!{firehose:random-string}/")
                .errorOutputPrefix("bad/!{firehose:error-output-type}/")
                .customTimeZone("Asia/Tokyo")
                .fileExtension(".json"));
    Streams.put(firehose, NAME, "{}");
    clock.advance(DEFAULT_INTERVAL);

    assertThat(Streams.keys(s3, BUCKET))
        .singleElement()
        .asString()
        .matches("year=\\d{4}/r=[A-Za-z0-9]{11}/orders-1-.*\\.json");
  }

  @Test
  void recordsFindTheirPartitionsByQueriesAndAreTakenApartAndDelimited() {
    Streams.create(
        firehose,
        NAME,
        d ->
            d.prefix("customer=!{partitionKeyFromQuery:customer}/")
                .errorOutputPrefix("bad/!{firehose:error-output-type}/")
                .bufferingHints(b -> b.sizeInMBs(64).intervalInSeconds(60))
                .dynamicPartitioningConfiguration(p -> p.enabled(true))
                .processingConfiguration(
                    p ->
                        p.enabled(true)
                            .processors(
                                x ->
                                    x.type(ProcessorType.RECORD_DE_AGGREGATION)
                                        .parameters(
                                            y ->
                                                y.parameterName(
                                                        ProcessorParameterName.SUB_RECORD_TYPE)
                                                    .parameterValue("JSON")),
                                x ->
                                    x.type(ProcessorType.METADATA_EXTRACTION)
                                        .parameters(
                                            y ->
                                                y.parameterName(
                                                        ProcessorParameterName
                                                            .METADATA_EXTRACTION_QUERY)
                                                    .parameterValue("{customer: .who.id}"),
                                            y ->
                                                y.parameterName(
                                                        ProcessorParameterName.JSON_PARSING_ENGINE)
                                                    .parameterValue("JQ-1.6")),
                                x -> x.type(ProcessorType.APPEND_DELIMITER_TO_RECORD))));
    Streams.put(
        firehose,
        NAME,
        "{\"who\":{\"id\":1}} {\"who\":{\"id\":2}}",
        "[{\"who\":{\"id\":1},\"n\":2}]",
        "no json");
    clock.advance(Duration.ofSeconds(60));

    List<String> keys = Streams.keys(s3, BUCKET);
    assertThat(keys).hasSize(3);
    assertThat(keys.get(0)).startsWith("bad/processing-failed/");
    assertThat(Streams.text(s3, BUCKET, keys.get(0)))
        .contains("\"rawData\":\"bm8ganNvbg==\"")
        .endsWith("\n");
    assertThat(keys.get(1)).startsWith("customer=1/orders-1-");
    assertThat(Streams.text(s3, BUCKET, keys.get(1)))
        .isEqualTo("{\"who\":{\"id\":1}}\n{\"who\":{\"id\":1},\"n\":2}\n");
    assertThat(keys.get(2)).startsWith("customer=2/");
    assertThat(Streams.text(s3, BUCKET, keys.get(2))).isEqualTo("{\"who\":{\"id\":2}}\n");
  }

  @Test
  void sourceRecordsAreBackedUp() {
    s3.createBucket(b -> b.bucket("kept"));
    Streams.create(
        firehose,
        NAME,
        d ->
            d.s3BackupMode(S3BackupMode.ENABLED)
                .s3BackupConfiguration(
                    b -> b.roleARN(Streams.ROLE).bucketARN("arn:aws:s3:::kept").prefix("source/"))
                .processingConfiguration(
                    p ->
                        p.enabled(true)
                            .processors(x -> x.type(ProcessorType.APPEND_DELIMITER_TO_RECORD))));
    Streams.put(firehose, NAME, "x", "y");
    clock.advance(DEFAULT_INTERVAL);

    assertThat(Streams.text(s3, BUCKET, Streams.keys(s3, BUCKET).getFirst())).isEqualTo("x\ny\n");
    String kept = Streams.keys(s3, "kept").getFirst();
    assertThat(kept).startsWith("source/");
    assertThat(Streams.text(s3, "kept", kept)).isEqualTo("xy");
  }

  @Test
  void whatS3DoesNotTakeIsTriedAgain() {
    Streams.create(firehose, NAME, d -> d.bucketARN("arn:aws:s3:::later"));
    Streams.put(firehose, NAME, "patient");
    clock.advance(DEFAULT_INTERVAL.plusMinutes(30));
    s3.createBucket(b -> b.bucket("later"));
    Streams.put(firehose, NAME, " too");
    clock.advance(Duration.ofMinutes(10));

    StringBuilder all = new StringBuilder();
    for (String key : Streams.keys(s3, "later")) {
      all.append(Streams.text(s3, "later", key));
    }
    assertThat(all).hasToString("patient too");
  }

  @Test
  void waitingRecordsAreEncryptedUnderTheStreamsKey() {
    String key = kms.createKey().keyMetadata().arn();
    Streams.create(firehose, NAME, d -> {});
    firehose.startDeliveryStreamEncryption(
        e ->
            e.deliveryStreamName(NAME)
                .deliveryStreamEncryptionConfigurationInput(
                    c -> c.keyType("CUSTOMER_MANAGED_CMK").keyARN(key)));
    var answer =
        firehose.putRecord(
            p -> p.deliveryStreamName(NAME).record(r -> r.data(SdkBytes.fromUtf8String("hidden"))));
    assertThat(answer.encrypted()).isTrue();
    clock.advance(DEFAULT_INTERVAL);
    assertThat(Streams.text(s3, BUCKET, Streams.keys(s3, BUCKET).getFirst())).isEqualTo("hidden");

    kms.disableKey(k -> k.keyId(key));
    clock.advance(DEFAULT_INTERVAL);
    assertThatThrownBy(() -> Streams.put(firehose, NAME, "refused"))
        .hasMessageContaining("disabled");
  }

  @Test
  @Fact("firehose-009")
  void recordsHaveLimits() {
    Streams.create(firehose, NAME, d -> {});
    SdkBytes largest = SdkBytes.fromByteArray(new byte[1_024_000]);
    SdkBytes tooLarge = SdkBytes.fromByteArray(new byte[1_024_001]);
    assertThat(
            firehose
                .putRecord(p -> p.deliveryStreamName(NAME).record(r -> r.data(largest)))
                .recordId())
        .isNotEmpty();
    assertThatThrownBy(
            () -> firehose.putRecord(p -> p.deliveryStreamName(NAME).record(r -> r.data(tooLarge))))
        .hasMessageContaining("Member must have length less than or equal to 1024000");

    var record =
        software.amazon.awssdk.services.firehose.model.Record.builder().data(largest).build();
    var batch = new software.amazon.awssdk.services.firehose.model.Record[5];
    Arrays.fill(batch, record);
    assertThatThrownBy(
            () -> firehose.putRecordBatch(p -> p.deliveryStreamName(NAME).records(batch)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("Records size exceeds 4 MB limit");
    var many = new software.amazon.awssdk.services.firehose.model.Record[501];
    Arrays.fill(many, record.toBuilder().data(SdkBytes.fromUtf8String("x")).build());
    assertThatThrownBy(() -> firehose.putRecordBatch(p -> p.deliveryStreamName(NAME).records(many)))
        .hasMessageContaining("Member must have length less than or equal to 500");
    var taken =
        firehose.putRecordBatch(p -> p.deliveryStreamName(NAME).records(Arrays.copyOf(many, 500)));
    assertThat(taken.failedPutCount()).isZero();
    assertThat(taken.requestResponses()).hasSize(500);
  }
}
