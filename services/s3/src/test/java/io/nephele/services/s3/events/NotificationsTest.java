package io.nephele.services.s3.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Transition;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Changes of objects are told to queues. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class NotificationsTest {
  private static final String BUCKET = "telling-bucket";
  private static final String ARN = "arn:aws:sqs:us-east-1:000000000000:events";

  @Inject S3Client s3;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  private String queue;

  @BeforeEach
  void bucketAndQueue() {
    s3.createBucket(b -> b.bucket(BUCKET));
    queue = sqs.createQueue(b -> b.queueName("events")).queueUrl();
  }

  private void allow(String condition) {
    sqs.setQueueAttributes(
        b ->
            b.queueUrl(queue)
                .attributes(
                    Map.of(
                        QueueAttributeName.POLICY,
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage",
                        "Principal":{"Service":"s3.amazonaws.com"},"Resource":"%s"%s}]}\
                        """
                            .formatted(ARN, condition))));
  }

  @SafeVarargs
  private void notifyQueue(Consumer<QueueConfiguration.Builder>... configurations) {
    List<QueueConfiguration> queues = new ArrayList<>();
    for (Consumer<QueueConfiguration.Builder> each : configurations) {
      QueueConfiguration.Builder builder = QueueConfiguration.builder().queueArn(ARN);
      each.accept(builder);
      queues.add(builder.build());
    }
    s3.putBucketNotificationConfiguration(
        b -> b.bucket(BUCKET).notificationConfiguration(n -> n.queueConfigurations(queues)));
  }

  private void put(String key) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(key));
  }

  /** What comes next, or null if nothing does. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> receive() {
    clock.advance(Duration.ofSeconds(1));
    List<Message> messages =
        sqs.receiveMessage(b -> b.queueUrl(queue).maxNumberOfMessages(1)).messages();
    if (messages.isEmpty()) {
      return null;
    }
    sqs.deleteMessage(b -> b.queueUrl(queue).receiptHandle(messages.getFirst().receiptHandle()));
    return (Map<String, Object>) JsonText.parse(messages.getFirst().body());
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> receiveRecord() {
    Map<String, Object> document = receive();
    return document == null
        ? null
        : (Map<String, Object>) ((List<Object>) document.get("Records")).getFirst();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> in(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.get(name);
  }

  private static void refused(String code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(S3Exception.class))
        .extracting(S3Exception::awsErrorDetails)
        .returns(code, AwsErrorDetails::errorCode)
        .returns(message, AwsErrorDetails::errorMessage);
  }

  @Test
  @Fact({"s3-030", "s3-086"})
  void aQueueMustLetS3Send() {
    refused(
        "InvalidArgument",
        "Unable to validate the following destination configurations",
        () -> notifyQueue(q -> q.events(Event.S3_OBJECT_CREATED)));
    allow(",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:s3:::another\"}}");
    refused(
        "InvalidArgument",
        "Unable to validate the following destination configurations",
        () -> notifyQueue(q -> q.events(Event.S3_OBJECT_CREATED)));
    assertThat(receive()).isNull();
    allow(
        """
        ,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::telling-bucket"},
        "StringEquals":{"aws:SourceAccount":"000000000000"}}\
        """);
    notifyQueue(q -> q.events(Event.S3_OBJECT_CREATED));
    Map<String, Object> test = receive();
    assertThat(test)
        .containsEntry("Service", "Amazon S3")
        .containsEntry("Event", "s3:TestEvent")
        .containsEntry("Bucket", BUCKET)
        .containsKeys("Time", "RequestId", "HostId");
    put("a");
    assertThat(receiveRecord()).containsEntry("eventName", "ObjectCreated:Put");
    assertThat(receive()).isNull();
  }

  @Test
  @Fact("s3-148")
  void everyWayToCreateHasItsName() {
    allow("");
    notifyQueue(q -> q.events(Event.S3_OBJECT_CREATED, Event.S3_OBJECT_TAGGING));
    receive();
    put("a");
    Map<String, Object> put = receiveRecord();
    assertThat(put).containsEntry("eventName", "ObjectCreated:Put");
    s3.copyObject(
        b -> b.sourceBucket(BUCKET).sourceKey("a").destinationBucket(BUCKET).destinationKey("b"));
    assertThat(receiveRecord()).containsEntry("eventName", "ObjectCreated:Copy");
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("c")).uploadId();
    String eTag =
        s3.uploadPart(
                b -> b.bucket(BUCKET).key("c").uploadId(id).partNumber(1),
                RequestBody.fromString("part"))
            .eTag();
    assertThat(receive()).isNull();
    s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("c")
                .uploadId(id)
                .multipartUpload(
                    m -> m.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build())));
    Map<String, Object> completed = receiveRecord();
    assertThat(completed).containsEntry("eventName", "ObjectCreated:CompleteMultipartUpload");
    assertThat(in(in(completed, "s3"), "object")).containsEntry("size", 4);
    s3.putObjectTagging(
        b ->
            b.bucket(BUCKET)
                .key("a")
                .tagging(t -> t.tagSet(Tag.builder().key("k").value("v").build())));
    assertThat(receiveRecord())
        .containsEntry("eventName", "ObjectTagging:Put")
        .containsEntry("eventVersion", "2.3");
    assertThat(receive()).isNull();
  }

  @Test
  void whatRulesDoIsTold() {
    allow("");
    notifyQueue(
        q ->
            q.events(
                Event.S3_OBJECT_REMOVED,
                Event.S3_LIFECYCLE_EXPIRATION,
                Event.S3_LIFECYCLE_TRANSITION));
    receive();
    s3.putBucketLifecycleConfiguration(
        b ->
            b.bucket(BUCKET)
                .lifecycleConfiguration(
                    c ->
                        c.rules(
                            LifecycleRule.builder()
                                .status("Enabled")
                                .filter(f -> f.objectSizeLessThan(100L))
                                .transitions(
                                    Transition.builder().days(1).storageClass("GLACIER").build())
                                .expiration(e -> e.days(2))
                                .build())));
    put("a");
    clock.advance(Duration.ofDays(2));
    Map<String, Object> moved = receiveRecord();
    assertThat(moved)
        .containsEntry("eventName", "LifecycleTransition")
        .containsEntry(
            "lifecycleEventData",
            Map.of("transitionEventData", Map.of("destinationStorageClass", "GLACIER")))
        .containsEntry("userIdentity", Map.of("principalId", "s3.amazonaws.com"));
    clock.advance(Duration.ofDays(1));
    assertThat(receiveRecord()).containsEntry("eventName", "LifecycleExpiration:Delete");
    assertThat(receive()).isNull();
  }

  @Test
  void aRecordTellsEverything() {
    allow("");
    notifyQueue(
        q ->
            q.id("pictures")
                .events(Event.S3_OBJECT_CREATED)
                .filter(
                    f ->
                        f.key(
                            k ->
                                k.filterRules(
                                    FilterRule.builder().name("prefix").value("in/").build(),
                                    FilterRule.builder().name("suffix").value(".jpg").build()))));
    receive();
    put("out/a.jpg");
    put("in/a.png");
    put("in/a b+ü.jpg");
    Map<String, Object> record = receiveRecord();
    assertThat(record)
        .containsEntry("eventVersion", "2.1")
        .containsEntry("eventSource", "aws:s3")
        .containsEntry("awsRegion", "us-east-1")
        .containsEntry("eventName", "ObjectCreated:Put")
        .containsKeys("eventTime", "userIdentity", "requestParameters", "responseElements");
    Map<String, Object> body = in(record, "s3");
    assertThat(body)
        .containsEntry("s3SchemaVersion", "1.0")
        .containsEntry("configurationId", "pictures");
    assertThat(in(body, "bucket"))
        .containsEntry("name", BUCKET)
        .containsEntry("arn", "arn:aws:s3:::" + BUCKET);
    assertThat(in(body, "object"))
        .containsEntry("key", "in/a+b%2B%C3%BC.jpg")
        .containsEntry("size", 13)
        .containsKeys("eTag", "sequencer")
        .doesNotContainKey("versionId");
    assertThat(receive()).isNull();
  }

  @Test
  @Fact({"s3-149", "s3-120"})
  void deletesAndMarkers() {
    allow("");
    notifyQueue(q -> q.events(Event.S3_OBJECT_CREATED, Event.S3_OBJECT_REMOVED));
    receive();
    put("a");
    String first = (String) in(in(receiveRecord(), "s3"), "object").get("sequencer");
    s3.deleteObject(b -> b.bucket(BUCKET).key("a"));
    Map<String, Object> deleted = receiveRecord();
    assertThat(deleted).containsEntry("eventName", "ObjectRemoved:Delete");
    assertThat(in(in(deleted, "s3"), "object")).doesNotContainKeys("size", "eTag");
    assertThat((String) in(in(deleted, "s3"), "object").get("sequencer")).isGreaterThan(first);
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
    put("a");
    assertThat(in(in(receiveRecord(), "s3"), "object")).containsKey("versionId");
    s3.deleteObject(b -> b.bucket(BUCKET).key("a"));
    Map<String, Object> marked = receiveRecord();
    assertThat(marked).containsEntry("eventName", "ObjectRemoved:DeleteMarkerCreated");
    assertThat(in(in(marked, "s3"), "object")).containsKey("versionId");
    assertThat(receive()).isNull();
  }

  @Test
  void whatIsPutIsGot() {
    allow("");
    notifyQueue(
        q ->
            q.events(Event.S3_OBJECT_CREATED_PUT)
                .filter(
                    f ->
                        f.key(
                            k ->
                                k.filterRules(
                                    FilterRule.builder().name("suffix").value(".a").build()))));
    GetBucketNotificationConfigurationResponse got =
        s3.getBucketNotificationConfiguration(b -> b.bucket(BUCKET));
    assertThat(got.queueConfigurations()).hasSize(1);
    assertThat(got.queueConfigurations().getFirst().id()).hasSize(48);
    assertThat(got.queueConfigurations().getFirst().filter().key().filterRules().getFirst())
        .isEqualTo(FilterRule.builder().name("Suffix").value(".a").build());
    s3.putBucketNotificationConfiguration(b -> b.bucket(BUCKET).notificationConfiguration(n -> {}));
    assertThat(s3.getBucketNotificationConfiguration(b -> b.bucket(BUCKET)).queueConfigurations())
        .isEmpty();
    receive();
    put("x.a");
    assertThat(receive()).isNull();
  }

  @Test
  @Fact({"s3-029", "s3-150"})
  void wordsOfRefusals() {
    allow("");
    refused(
        "InvalidArgument",
        "Configurations overlap. Configurations on the same bucket cannot share a common event"
            + " type.",
        () ->
            notifyQueue(
                q -> q.events(Event.S3_OBJECT_CREATED),
                q -> q.events(Event.S3_OBJECT_CREATED_PUT)));
    refused(
        "InvalidArgument",
        "The ARN is not well formed",
        () -> notifyQueue(q -> q.queueArn("queue").events(Event.S3_OBJECT_CREATED)));
    refused(
        "InvalidArgument",
        "The notification destination service region is not valid for the bucket location"
            + " constraint",
        () ->
            notifyQueue(
                q ->
                    q.queueArn(ARN.replace("us-east-1", "eu-west-1"))
                        .events(Event.S3_OBJECT_CREATED)));
    refused(
        "InvalidArgument",
        "The event 's3:Nothing' is not supported for notifications",
        () -> notifyQueue(q -> q.eventsWithStrings("s3:Nothing")));
    notifyQueue(
        q ->
            q.events(
                Event.S3_OBJECT_CREATED,
                Event.S3_OBJECT_REMOVED,
                Event.S3_REPLICATION,
                Event.S3_REDUCED_REDUNDANCY_LOST_OBJECT));
    assertThat(
            s3.getBucketNotificationConfiguration(b -> b.bucket(BUCKET))
                .queueConfigurations()
                .getFirst()
                .events())
        .hasSize(4);
  }

  @Test
  void whatCannotBeDeliveredYetIsRefused() {
    refused(
        "NotImplemented",
        "Nephele does not implement the operation PutEvents of Amazon EventBridge yet, by which S3"
            + " sends these notifications.",
        () ->
            s3.putBucketNotificationConfiguration(
                b ->
                    b.bucket(BUCKET)
                        .notificationConfiguration(n -> n.eventBridgeConfiguration(e -> {}))));
  }
}
