package io.nephele.services.cloudtrail;

import static io.nephele.services.cloudtrail.Records.find;
import static io.nephele.services.cloudtrail.Records.json;
import static io.nephele.services.cloudtrail.Records.last;
import static io.nephele.services.cloudtrail.Records.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidTimeRangeException;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** What event history keeps of calls, without any trail. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class EventHistoryTest {
  @Inject CloudTrailClient trail;
  @Inject SqsClient sqs;
  @Inject S3Client s3;
  @Inject KmsClient kms;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @Test
  @Fact({"cloudtrail-001", "cloudtrail-014", "cloudtrail-015", "cloudtrail-017", "cloudtrail-030"})
  void everyManagementCallIsOnRecord() {
    Instant before = clock.now();
    String url =
        sqs.createQueue(
                q -> q.queueName("orders").attributesWithStrings(Map.of("DelaySeconds", "7")))
            .queueUrl();

    Map<String, Object> event = last(trail, "CreateQueue");

    assertThat(event)
        .containsEntry("eventVersion", "1.11")
        .containsEntry("eventSource", "sqs.amazonaws.com")
        .containsEntry("awsRegion", "us-east-1")
        .containsEntry("eventTime", before.truncatedTo(ChronoUnit.SECONDS).toString())
        .containsEntry("readOnly", false)
        .containsEntry("managementEvent", true)
        .containsEntry("eventType", "AwsApiCall")
        .containsEntry("eventCategory", "Management")
        .containsEntry("recipientAccountId", "000000000000")
        .doesNotContainKey("errorCode");
    assertThat(object(event, "userIdentity"))
        .containsEntry("type", "Root")
        .containsEntry("arn", "arn:aws:iam::000000000000:root")
        .containsEntry("accountId", "000000000000");
    assertThat(object(event, "requestParameters"))
        .containsEntry("queueName", "orders")
        .containsEntry("attributes", Map.of("DelaySeconds", "7"));
    assertThat(object(event, "responseElements")).containsEntry("queueUrl", url);
    assertThat((String) event.get("userAgent")).contains("aws-sdk-java");
    assertThat((String) event.get("sourceIPAddress")).isEqualTo("127.0.0.1");
  }

  @Test
  void failuresAreOnRecordWithTheirError() {
    assertThatThrownBy(() -> sqs.deleteQueue(q -> q.queueUrl("http://localhost/000000000000/no")))
        .isInstanceOf(QueueDoesNotExistException.class);

    Map<String, Object> event = last(trail, "DeleteQueue");

    assertThat((String) event.get("errorCode")).contains("QueueDoesNotExist");
    assertThat(event).containsEntry("errorMessage", "The specified queue does not exist.");
    assertThat(event.get("responseElements")).isNull();
  }

  @Test
  @Fact({"cloudtrail-031", "cloudtrail-042"})
  void callsOnDataAreNotInHistory() {
    String url = sqs.createQueue(q -> q.queueName("q")).queueUrl();
    sqs.sendMessage(m -> m.queueUrl(url).messageBody("secret"));
    s3.createBucket(b -> b.bucket("data"));
    s3.listObjectsV2(l -> l.bucket("data"));

    assertThat(trail.lookupEvents().events())
        .extracting(Event::eventName)
        .containsExactlyInAnyOrder("CreateBucket", "CreateQueue");
  }

  @Test
  @Fact("cloudtrail-011")
  void whoDeletedAResourceIsFoundByItsName() {
    s3.createBucket(b -> b.bucket("short-lived"));
    clock.advance(Duration.ofSeconds(1));
    s3.deleteBucket(b -> b.bucket("short-lived"));

    List<Event> events = find(trail, LookupAttributeKey.RESOURCE_NAME, "short-lived");

    assertThat(events).extracting(Event::eventName).containsExactly("DeleteBucket", "CreateBucket");
    assertThat(events.getFirst().username()).isEqualTo("root");
    assertThat(events.getFirst().resources().getFirst().resourceType())
        .isEqualTo("AWS::S3::Bucket");
    assertThat(object(json(events.getFirst()), "requestParameters"))
        .containsEntry("bucketName", "short-lived");
  }

  @Test
  void eventsAreFoundByEveryAttribute() {
    iam.createUser(u -> u.userName("alice"));
    clock.advance(Duration.ofSeconds(1));
    iam.getUser(u -> u.userName("alice"));
    Event created = find(trail, LookupAttributeKey.EVENT_NAME, "CreateUser").getFirst();

    assertThat(created.readOnly()).isEqualTo("false");
    assertThat(find(trail, LookupAttributeKey.EVENT_ID, created.eventId())).hasSize(1);
    assertThat(find(trail, LookupAttributeKey.USERNAME, "root")).hasSizeGreaterThan(1);
    assertThat(find(trail, LookupAttributeKey.USERNAME, "alice")).isEmpty();
    assertThat(find(trail, LookupAttributeKey.EVENT_SOURCE, "iam.amazonaws.com")).hasSize(2);
    assertThat(find(trail, LookupAttributeKey.RESOURCE_TYPE, "AWS::IAM::User")).hasSize(2);
    assertThat(find(trail, LookupAttributeKey.RESOURCE_NAME, "alice")).hasSize(2);
    assertThat(find(trail, LookupAttributeKey.READ_ONLY, "false"))
        .extracting(Event::eventName)
        .containsExactly("CreateUser");
    assertThat(find(trail, LookupAttributeKey.READ_ONLY, "true"))
        .extracting(Event::eventName)
        .contains("GetUser", "LookupEvents");
    assertThat(find(trail, LookupAttributeKey.ACCESS_KEY_ID, "AKIAIOSFODNN7EXAMPLE")).isEmpty();
  }

  @Test
  void pagesAreNewestFirst() {
    for (int i = 0; i < 60; i++) {
      String name = "queue-" + i;
      sqs.createQueue(q -> q.queueName(name));
      clock.advance(Duration.ofMillis(10));
    }
    List<String> pages = new ArrayList<>();
    List<String> names = new ArrayList<>();
    LookupEventsRequest creations =
        LookupEventsRequest.builder()
            .lookupAttributes(
                LookupAttribute.builder()
                    .attributeKey(LookupAttributeKey.EVENT_NAME)
                    .attributeValue("CreateQueue")
                    .build())
            .build();
    trail
        .lookupEventsPaginator(creations)
        .forEach(
            page -> {
              pages.add(Integer.toString(page.events().size()));
              page.events()
                  .forEach(
                      e ->
                          names.add(
                              (String) object(json(e), "requestParameters").get("queueName")));
            });

    assertThat(pages).containsExactly("50", "10");
    assertThat(names).hasSize(60).startsWith("queue-59", "queue-58").endsWith("queue-0");
    assertThatThrownBy(() -> trail.lookupEvents(l -> l.nextToken("nonsense")))
        .isInstanceOf(InvalidNextTokenException.class);
  }

  @Test
  @Fact({"cloudtrail-016", "cloudtrail-032"})
  void historyGoesBackNinetyDays() {
    sqs.createQueue(q -> q.queueName("old"));
    Instant created = clock.now();
    clock.advance(Duration.ofDays(89));
    assertThat(find(trail, LookupAttributeKey.EVENT_NAME, "CreateQueue")).hasSize(1);
    assertThat(trail.lookupEvents(l -> l.startTime(created.plusSeconds(1))).events())
        .extracting(Event::eventName)
        .doesNotContain("CreateQueue");
    assertThat(trail.lookupEvents(l -> l.startTime(created).endTime(created)).events()).hasSize(1);

    clock.advance(Duration.ofDays(2));
    assertThat(find(trail, LookupAttributeKey.EVENT_NAME, "CreateQueue")).isEmpty();
    assertThat(
            trail.lookupEvents(l -> l.startTime(created).endTime(created.plusSeconds(60))).events())
        .isEmpty();
    assertThatThrownBy(
            () -> trail.lookupEvents(l -> l.startTime(created).endTime(created.minusSeconds(60))))
        .isInstanceOf(InvalidTimeRangeException.class);
  }

  @Test
  @Fact({"kms-010", "kms-022"})
  void callsOfKmsTellKeyAndContextButNoSecret() {
    String key = kms.createKey().keyMetadata().arn();
    SdkBytes sealed =
        kms.encrypt(
                e ->
                    e.keyId(key)
                        .plaintext(SdkBytes.fromUtf8String("secret"))
                        .encryptionContext(Map.of("Purpose", "test")))
            .ciphertextBlob();
    kms.decrypt(d -> d.ciphertextBlob(sealed).encryptionContext(Map.of("Purpose", "test")));
    kms.generateDataKey(g -> g.keyId(key).keySpec("AES_256"));

    for (String name : List.of("Encrypt", "Decrypt", "GenerateDataKey")) {
      Map<String, Object> event = last(trail, name);
      assertThat(event).containsEntry("eventSource", "kms.amazonaws.com");
      assertThat(event.get("readOnly")).isEqualTo(true);
      assertThat(event.get("responseElements")).isNull();
      assertThat(event.get("resources"))
          .isEqualTo(
              List.of(Map.of("accountId", "000000000000", "type", "AWS::KMS::Key", "ARN", key)));
    }
    assertThat(object(last(trail, "Decrypt"), "requestParameters"))
        .containsEntry("encryptionContext", Map.of("Purpose", "test"))
        .doesNotContainKeys("ciphertextBlob");
    assertThat(object(last(trail, "Encrypt"), "requestParameters")).doesNotContainKey("plaintext");
    assertThat(find(trail, LookupAttributeKey.RESOURCE_NAME, key)).hasSize(4);
  }
}
