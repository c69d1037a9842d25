package io.nephele.services.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.EncryptionConfig;
import software.amazon.awssdk.services.xray.model.EncryptionType;
import software.amazon.awssdk.services.xray.model.InvalidRequestException;
import software.amazon.awssdk.services.xray.model.Segment;

/** Traces in the store, by default and under a key of KMS. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class EncryptionTest {
  @Inject XRayClient xray;
  @Inject KmsClient kms;
  @Inject VirtualClock clock;
  @Inject Nephele nephele;

  @Test
  @Fact("xray-016")
  void tracesAreEncryptedAtRest() {
    String trace = "1-%08x-bd862e3fe1be46a994272793".formatted(clock.millis() / 1000);
    put(trace, "00000000000000a1", "first-name");
    KeyMetadata key = kms.createKey().keyMetadata();
    EncryptionConfig config =
        xray.putEncryptionConfig(p -> p.type(EncryptionType.KMS).keyId(key.keyId()))
            .encryptionConfig();
    assertThat(config.keyId()).isEqualTo(key.arn());
    assertThat(xray.getEncryptionConfig(g -> {}).encryptionConfig()).isEqualTo(config);
    put(trace, "00000000000000a2", "second-name");
    assertThat(names(trace)).containsExactlyInAnyOrder("first-name", "second-name");
    assertThat(stored()).hasSize(2).noneMatch(row -> row.contains("-name"));
    clock.advance(Duration.ofMinutes(6));
    kms.disableKey(d -> d.keyId(key.keyId()));
    assertThatThrownBy(() -> names(trace)).isInstanceOf(InvalidRequestException.class);
    kms.enableKey(d -> d.keyId(key.keyId()));
    assertThat(names(trace)).hasSize(2);
    xray.putEncryptionConfig(p -> p.type(EncryptionType.NONE));
    put(trace, "00000000000000a3", "third-name");
    assertThat(names(trace)).hasSize(3);
  }

  private void put(String trace, String id, String name) {
    xray.putTraceSegments(
        p ->
            p.traceSegmentDocuments(
                JsonText.write(
                    Map.of(
                        "id",
                        id,
                        "trace_id",
                        trace,
                        "name",
                        name,
                        "start_time",
                        1,
                        "end_time",
                        2))));
  }

  private List<Object> names(String trace) {
    List<Object> names = new ArrayList<>();
    for (Segment segment :
        xray.batchGetTraces(r -> r.traceIds(trace)).traces().getFirst().segments()) {
      names.add(((Map<?, ?>) JsonText.parse(segment.document())).get("name"));
    }
    return names;
  }

  /** The rows of segments as the store has them. */
  private List<String> stored() {
    Table<StoredSegment> table =
        Table.sealed("xray.segments", StoredSegment.class, nephele.world().rootKey());
    return nephele
        .world()
        .store()
        .read(
            reader -> {
              List<String> rows = new ArrayList<>();
              for (Table.Row<StoredSegment> row : table.scan(reader, Key.EMPTY)) {
                byte[] bytes = reader.get(table.storeKey(row.key()));
                rows.add(new String(bytes, StandardCharsets.ISO_8859_1));
              }
              return rows;
            });
  }
}
