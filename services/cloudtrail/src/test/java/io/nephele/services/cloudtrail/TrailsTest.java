package io.nephele.services.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.CreateTrailRequest;
import software.amazon.awssdk.services.cloudtrail.model.CreateTrailResponse;
import software.amazon.awssdk.services.cloudtrail.model.InsightSelector;
import software.amazon.awssdk.services.cloudtrail.model.InsufficientS3BucketPolicyException;
import software.amazon.awssdk.services.cloudtrail.model.InsufficientSnsTopicPolicyException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidEventSelectorsException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidHomeRegionException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidTrailNameException;
import software.amazon.awssdk.services.cloudtrail.model.KmsKeyNotFoundException;
import software.amazon.awssdk.services.cloudtrail.model.OrganizationsNotInUseException;
import software.amazon.awssdk.services.cloudtrail.model.ReadWriteType;
import software.amazon.awssdk.services.cloudtrail.model.S3BucketDoesNotExistException;
import software.amazon.awssdk.services.cloudtrail.model.Tag;
import software.amazon.awssdk.services.cloudtrail.model.Trail;
import software.amazon.awssdk.services.cloudtrail.model.TrailAlreadyExistsException;
import software.amazon.awssdk.services.cloudtrail.model.TrailNotFoundException;
import software.amazon.awssdk.services.cloudtrail.model.UnsupportedOperationException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Trails and what they deliver to S3. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
@SuppressWarnings("unchecked") // the SDK takes builders as generic varargs
final class TrailsTest {
  private static final Duration DELIVERED = Duration.ofMinutes(6);

  private static final InsightSelector INSIGHT =
      InsightSelector.builder().insightType("ApiCallRateInsight").build();

  @Inject Nephele nephele;
  @Inject CloudTrailClient trail;
  @Inject S3Client s3;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private static Tag tag(String key) {
    return Tag.builder().key(key).value("x").build();
  }

  private CreateTrailResponse start(Consumer<CreateTrailRequest.Builder> more) {
    CreateTrailResponse created =
        trail.createTrail(
            t -> {
              t.name("main").s3BucketName("logs");
              more.accept(t);
            });
    trail.startLogging(l -> l.name("main"));
    return created;
  }

  @Test
  @Fact({
    "cloudtrail-002",
    "cloudtrail-007",
    "cloudtrail-018",
    "cloudtrail-020",
    "cloudtrail-024",
    "cloudtrail-033"
  })
  void eventsAreDeliveredToTheBucket() {
    LogBucket logs = LogBucket.create(s3, "logs");
    start(t -> {});
    sqs.createQueue(q -> q.queueName("orders"));
    String url = sqs.getQueueUrl(q -> q.queueName("orders")).queueUrl();
    sqs.sendMessage(m -> m.queueUrl(url).messageBody("x"));
    assertThat(logs.keys()).isEmpty();

    clock.advance(DELIVERED);

    assertThat(logs.keys())
        .singleElement()
        .asString()
        .matches(
            "AWSLogs/000000000000/CloudTrail/us-east-1/\\d{4}/\\d\\d/\\d\\d/000000000000_CloudTrail"
                + "_us-east-1_\\d{8}T\\d{4}Z_\\w{16}\\.json\\.gz");
    assertThat(logs.eventNames()).containsExactlyInAnyOrder("CreateQueue", "GetQueueUrl");
    assertThat(
            s3.headObject(h -> h.bucket("logs").key(logs.keys().getFirst()))
                .serverSideEncryptionAsString())
        .isEqualTo("AES256");
    assertThat(trail.getTrailStatus(g -> g.name("main")).latestDeliveryTime()).isNotNull();

    trail.stopLogging(l -> l.name("main"));
    sqs.createQueue(q -> q.queueName("later"));
    clock.advance(DELIVERED);
    assertThat(logs.eventNames()).hasSize(2);
    assertThat(trail.getTrailStatus(g -> g.name("main")).isLogging()).isFalse();
  }

  @Test
  @Fact({"cloudtrail-005", "cloudtrail-006", "cloudtrail-023", "cloudtrail-034", "cloudtrail-035"})
  void trailsAreOfOneRegionOrOfAll() {
    LogBucket logs = LogBucket.create(s3, "logs");
    SqsClient elsewhere =
        Clients.create(SqsClient.class, nephele.endpoint(), "eu-west-1", "000000000000");
    CloudTrailClient trailElsewhere =
        Clients.create(CloudTrailClient.class, nephele.endpoint(), "eu-west-1", "000000000000");
    assertThat(start(t -> {}).isMultiRegionTrail()).isFalse();
    elsewhere.createQueue(q -> q.queueName("not-taken"));
    assertThat(trailElsewhere.describeTrails().trailList()).isEmpty();

    trail.updateTrail(u -> u.name("main").isMultiRegionTrail(true));
    clock.advance(Duration.ofSeconds(1));
    elsewhere.createQueue(q -> q.queueName("taken"));
    clock.advance(DELIVERED);

    assertThat(logs.keys()).anyMatch(key -> key.contains("/CloudTrail/eu-west-1/"));
    assertThat(logs.events())
        .filteredOn(event -> event.get("awsRegion").equals("eu-west-1"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(Records.object(event, "requestParameters"))
                    .containsEntry("queueName", "taken"));
    assertThat(trailElsewhere.describeTrails().trailList())
        .extracting(Trail::homeRegion)
        .containsExactly("us-east-1");
    assertThat(trailElsewhere.describeTrails(d -> d.includeShadowTrails(false)).trailList())
        .isEmpty();
    assertThatThrownBy(() -> trailElsewhere.stopLogging(l -> l.name("main")))
        .isInstanceOf(InvalidHomeRegionException.class);
  }

  @Test
  @Fact({"cloudtrail-012", "cloudtrail-026", "cloudtrail-029"})
  void bucketsOfOthersNeedAPolicy() {
    S3Client other =
        Clients.create(S3Client.class, nephele.endpoint(), "eu-west-1", "222222222222");
    assertThatThrownBy(() -> start(t -> {})).isInstanceOf(S3BucketDoesNotExistException.class);
    other.createBucket(
        b -> b.bucket("logs").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    assertThatThrownBy(() -> start(t -> {}))
        .isInstanceOf(InsufficientS3BucketPolicyException.class)
        .hasMessageContaining("Incorrect S3 bucket policy is detected for bucket: logs");

    LogBucket logs = new LogBucket(other, "logs");
    logs.allow();
    start(t -> t.s3KeyPrefix("audit"));
    sqs.createQueue(q -> q.queueName("q"));
    clock.advance(DELIVERED);

    assertThat(logs.keys())
        .singleElement()
        .asString()
        .startsWith("audit/AWSLogs/000000000000/CloudTrail/us-east-1/");
    assertThat(logs.eventNames()).containsExactly("CreateQueue");
  }

  @Test
  @Fact({"cloudtrail-019", "cloudtrail-022", "cloudtrail-041"})
  void selectorsSayWhatIsTaken() {
    LogBucket logs = LogBucket.create(s3, "logs");
    s3.createBucket(b -> b.bucket("data"));
    s3.createBucket(b -> b.bucket("other"));
    start(t -> {});
    assertThat(trail.getEventSelectors(g -> g.trailName("main")).eventSelectors())
        .singleElement()
        .satisfies(
            selector -> {
              assertThat(selector.readWriteType()).isEqualTo(ReadWriteType.ALL);
              assertThat(selector.includeManagementEvents()).isTrue();
            });
    trail.putEventSelectors(
        p ->
            p.trailName("main")
                .eventSelectors(
                    e ->
                        e.readWriteType(ReadWriteType.WRITE_ONLY)
                            .includeManagementEvents(false)
                            .dataResources(
                                d -> d.type("AWS::S3::Object").values("arn:aws:s3:::data/in/"))));
    sqs.createQueue(q -> q.queueName("q"));
    for (String key : List.of("in/1", "out/1")) {
      s3.putObject(p -> p.bucket("data").key(key), RequestBody.fromString("secret"));
    }
    s3.putObject(p -> p.bucket("other").key("in/1"), RequestBody.fromString("secret"));
    s3.getObjectAsBytes(g -> g.bucket("data").key("in/1"));
    clock.advance(DELIVERED);

    assertThat(logs.eventNames()).containsExactly("PutObject");
    // Calls of CloudTrail itself at the same time may come before it.
    Map<String, Object> event =
        logs.events().stream()
            .filter(each -> each.get("eventName").equals("PutObject"))
            .findFirst()
            .orElseThrow();
    assertThat(event)
        .containsEntry("eventCategory", "Data")
        .containsEntry("managementEvent", false);
    assertThat(Records.object(event, "requestParameters"))
        .containsEntry("bucketName", "data")
        .containsEntry("key", "in/1")
        .doesNotContainKey("body");
    assertThat(event.get("resources").toString()).contains("arn:aws:s3:::data/in/1");
  }

  @Test
  @Fact("cloudtrail-043")
  void advancedSelectorsChooseByFields() {
    LogBucket logs = LogBucket.create(s3, "logs");
    start(t -> {});
    String url = sqs.createQueue(q -> q.queueName("q")).queueUrl();
    clock.advance(DELIVERED);
    trail.putEventSelectors(
        p ->
            p.trailName("main")
                .advancedEventSelectors(
                    a ->
                        a.name("sent")
                            .fieldSelectors(
                                f -> f.field("eventCategory").equalsValue("Data"),
                                f -> f.field("resources.type").equalsValue("AWS::SQS::Queue"),
                                f -> f.field("eventName").notStartsWith("Receive"))));
    sqs.sendMessage(m -> m.queueUrl(url).messageBody("secret"));
    sqs.receiveMessage(m -> m.queueUrl(url));
    clock.advance(DELIVERED);

    assertThat(logs.eventNames()).containsExactlyInAnyOrder("CreateQueue", "SendMessage");
    assertThat(logs.events().toString()).doesNotContain("secret");
    assertThat(trail.getEventSelectors(g -> g.trailName("main")).advancedEventSelectors())
        .singleElement()
        .satisfies(selector -> assertThat(selector.fieldSelectors()).hasSize(3));
    assertThat(trail.getTrail(g -> g.name("main")).trail().hasCustomEventSelectors()).isTrue();
    assertThatThrownBy(
            () ->
                trail.putEventSelectors(
                    p ->
                        p.trailName("main")
                            .advancedEventSelectors(
                                a ->
                                    a.fieldSelectors(
                                        f -> f.field("eventName").equalsValue("PutObject")))))
        .isInstanceOf(InvalidEventSelectorsException.class);
  }

  @Test
  void eventsOfGlobalServicesBelongToOneRegion() {
    LogBucket logs = LogBucket.create(s3, "logs");
    start(t -> t.includeGlobalServiceEvents(false));
    iam.createUser(u -> u.userName("alice"));
    sqs.createQueue(q -> q.queueName("q"));
    clock.advance(DELIVERED);
    assertThat(logs.eventNames()).containsExactly("CreateQueue");
  }

  @Test
  void trailsAreToldTaggedAndRemoved() {
    LogBucket.create(s3, "logs");
    CreateTrailResponse created = start(t -> t.tagsList(tag("team")));
    String arn = "arn:aws:cloudtrail:us-east-1:000000000000:trail/main";

    assertThat(created.trailARN()).isEqualTo(arn);
    assertThat(created.includeGlobalServiceEvents()).isTrue();
    assertThat(trail.listTrails(l -> {}).trails())
        .singleElement()
        .satisfies(info -> assertThat(info.trailARN()).isEqualTo(arn));
    trail.addTags(a -> a.resourceId(arn).tagsList(tag("stage")));
    trail.removeTags(r -> r.resourceId(arn).tagsList(tag("team")));
    assertThat(trail.listTags(l -> l.resourceIdList(arn)).resourceTagList().getFirst().tagsList())
        .singleElement()
        .satisfies(tag -> assertThat(tag.key()).isEqualTo("stage"));

    trail.deleteTrail(d -> d.name(arn));
    assertThatThrownBy(() -> trail.getTrail(g -> g.name("main")))
        .isInstanceOf(TrailNotFoundException.class)
        .hasMessageContaining("Unknown trail: " + arn + " for the user: 000000000000");
    assertThat(trail.describeTrails().trailList()).isEmpty();
  }

  @Test
  @Fact("cloudtrail-038")
  void whatIsWrongIsRefused() {
    LogBucket.create(s3, "logs");
    start(t -> {});
    assertThatThrownBy(() -> start(t -> {})).isInstanceOf(TrailAlreadyExistsException.class);
    assertThatThrownBy(() -> start(t -> t.name("no")))
        .isInstanceOf(InvalidTrailNameException.class);
    assertThatThrownBy(() -> start(t -> t.name("all").isOrganizationTrail(true)))
        .isInstanceOf(OrganizationsNotInUseException.class);
    assertThatThrownBy(() -> start(t -> t.name("keyed").kmsKeyId("alias/none")))
        .isInstanceOf(KmsKeyNotFoundException.class);
    assertThatThrownBy(() -> start(t -> t.name("told").snsTopicName("none")))
        .isInstanceOf(InsufficientSnsTopicPolicyException.class);
    assertThatThrownBy(
            () -> trail.putInsightSelectors(p -> p.trailName("main").insightSelectors(INSIGHT)))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
