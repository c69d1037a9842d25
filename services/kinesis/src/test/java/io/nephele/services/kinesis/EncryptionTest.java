package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.KmsDisabledException;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kms.KmsClient;

/** Records are encrypted under KMS keys. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class EncryptionTest {
  private static final String FIRST = "shardId-000000000000";

  @Inject KinesisClient kinesis;
  @Inject KmsClient kms;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private TestStreams streams;

  @BeforeEach
  void makeStream() {
    streams = new TestStreams(kinesis, clock);
    streams.create("s", 1);
  }

  private PutRecordResponse put(String text) {
    return kinesis.putRecord(
        r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String(text)));
  }

  private void encrypt(String keyId) {
    kinesis.startStreamEncryption(
        r -> r.streamName("s").encryptionType(EncryptionType.KMS).keyId(keyId));
  }

  private boolean storeHolds(String text) {
    String all =
        nephele
            .world()
            .store()
            .read(
                reader -> {
                  StringBuilder rows = new StringBuilder();
                  for (Scan scan = reader.scan(KeyRange.ALL); scan.hasNext(); ) {
                    rows.append(new String(scan.next().value(), StandardCharsets.ISO_8859_1));
                  }
                  return rows.toString();
                });
    return all.contains(text);
  }

  @Test
  void recordsAreEncryptedFromThenOn() {
    put("plain text");
    assertThat(storeHolds("plain text")).isTrue();
    encrypt("alias/aws/kinesis");
    StreamDescriptionSummary during =
        kinesis.describeStreamSummary(r -> r.streamName("s")).streamDescriptionSummary();
    assertThat(during.streamStatus()).isEqualTo(StreamStatus.UPDATING);
    streams.settle();
    assertThat(put("hidden text").encryptionType()).isEqualTo(EncryptionType.KMS);
    assertThat(storeHolds("hidden text")).isFalse();
    Record read = streams.all("s", FIRST).getLast();
    assertThat(read.data().asUtf8String()).isEqualTo("hidden text");
    assertThat(read.encryptionType()).isEqualTo(EncryptionType.KMS);
    kinesis.stopStreamEncryption(
        r -> r.streamName("s").encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
    streams.settle();
    put("open again");
    assertThat(storeHolds("open again")).isTrue();
    assertThat(streams.texts(streams.all("s", FIRST)))
        .containsExactly("plain text", "hidden text", "open again");
  }

  @Test
  void aKeyThatCannotBeUsedIsSaid() {
    assertThatThrownBy(() -> encrypt("alias/none")).isInstanceOf(KmsNotFoundException.class);
    String key = kms.createKey().keyMetadata().keyId();
    encrypt(key);
    streams.settle();
    put("x");
    kms.disableKey(r -> r.keyId(key));
    put("still known for five minutes");
    clock.advance(Duration.ofMinutes(5));
    assertThatThrownBy(() -> put("y")).isInstanceOf(KmsDisabledException.class);
    assertThatThrownBy(() -> streams.all("s", FIRST)).isInstanceOf(KmsDisabledException.class);
    kms.enableKey(r -> r.keyId(key));
    assertThat(streams.all("s", FIRST)).hasSize(2);
  }
}
