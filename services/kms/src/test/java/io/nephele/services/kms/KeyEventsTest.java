package io.nephele.services.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.events.Events;
import io.nephele.api.events.PutEventsRequest;
import io.nephele.api.events.PutEventsRequestEntry;
import io.nephele.api.events.PutEventsResponse;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Bindings;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.OriginType;

/** What KMS tells EventBridge and CloudWatch of keys. */
class KeyEventsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final BlockingQueue<PutEventsRequestEntry> told = new LinkedBlockingQueue<>();
  private final VirtualClock clock = new VirtualClock(START);
  private Nephele nephele;
  private KmsClient kms;

  /** A default bus that keeps what it is told; EventBridge itself comes after KMS. */
  private final class Bus implements ServiceModule {
    @Override
    public String name() {
      return "events";
    }

    @Override
    public void bind(Bindings on, World world) {
      on.protect(
          new ProtectedResources() {
            @Override
            public ResourcePolicy policy(String arn) {
              String json =
                  Callers.policy(
                      Callers.statement(
                          "Allow", "{\"Service\":\"kms.amazonaws.com\"}", "\"events:PutEvents\""));
              return ResourcePolicy.of(
                  Callers.OWNER,
                  new AttachedPolicy(PolicyDocument.parse(json, PolicyKind.RESOURCE), arn));
            }
          });
      on.bind(
          Events.PutEvents,
          (PutEventsRequest in, io.nephele.core.call.Call call) -> {
            assertThat(call.principal().arn()).isEqualTo("kms.amazonaws.com");
            told.addAll(in.entries());
            return new PutEventsResponse().failedEntryCount(0);
          });
    }
  }

  @BeforeEach
  void start() {
    nephele = Nephele.builder().clock(clock).services(List.of(new KmsService(), new Bus())).start();
    kms =
        Clients.create(
            KmsClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create(Callers.OWNER, "test"));
  }

  @AfterEach
  void close() {
    nephele.close();
  }

  private void assertTold(String type, String arn) throws InterruptedException {
    PutEventsRequestEntry event = told.poll(30, TimeUnit.SECONDS);
    assertThat(event).as(type).isNotNull();
    assertThat(event.source()).isEqualTo("aws.kms");
    assertThat(event.detailType()).isEqualTo(type);
    assertThat(event.resources()).containsExactly(arn);
    assertThat(event.detail())
        .isEqualTo("{\"key-id\":\"" + arn.substring(arn.indexOf('/') + 1) + "\"}");
  }

  @Test
  void keysThatAreRotatedAndDeletedAreToldOf() throws InterruptedException {
    String arn = kms.createKey().keyMetadata().arn();
    kms.enableKeyRotation(r -> r.keyId(arn).rotationPeriodInDays(90));
    clock.advance(Duration.ofDays(89));
    assertThat(told).isEmpty();
    clock.advance(Duration.ofDays(1));
    assertTold("KMS CMK Rotation", arn);
    kms.rotateKeyOnDemand(r -> r.keyId(arn));
    assertTold("KMS CMK Rotation", arn);
    kms.scheduleKeyDeletion(r -> r.keyId(arn).pendingWindowInDays(7));
    clock.advance(Duration.ofDays(7));
    assertTold("KMS CMK Deletion", arn);
  }

  @Test
  void materialThatExpiresIsToldOfBeforeAndThen() throws Exception {
    String arn = kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata().arn();
    Importing.importMaterial(kms, arn, new byte[32], START.plus(Duration.ofHours(3)));
    clock.advance(Duration.ofMinutes(179).plusSeconds(30));
    MetricKey metric =
        new MetricKey(
            Callers.OWNER,
            "us-east-1",
            "AWS/KMS",
            "SecondsUntilKeyMaterialExpiration",
            Map.of("KeyId", arn.substring(arn.indexOf('/') + 1)),
            "Seconds");
    NavigableMap<Instant, StatisticSet> seconds =
        nephele.world().metrics().read(metric, START, START.plus(Duration.ofDays(1)));
    assertThat(seconds.get(START).minimum()).isEqualTo(3 * 3600);
    assertThat(seconds.get(START.plus(Duration.ofHours(1))).minimum()).isEqualTo(2 * 3600);
    assertThat(seconds.get(START.plus(Duration.ofMinutes(179))).minimum()).isEqualTo(60);
    assertThat(told).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertTold("KMS Imported Key Material Expiration", arn);
  }
}
