package io.nephele.services.s3.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.ReplicationRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** New objects are copied to other buckets in the name of a role. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ReplicationTest {
  private static final String FROM = "from-bucket";
  private static final String TO = "to-bucket";
  private static final String ROLE = "arn:aws:iam::000000000000:role/replicates";

  @Inject S3Client s3;
  @Inject IamClient iam;
  @Inject KmsClient kms;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;
  @Inject URI endpoint;
  @Inject Nephele nephele;

  @BeforeEach
  void bucketsAndRole() {
    s3.createBucket(b -> b.bucket(FROM));
    s3.createBucket(b -> b.bucket(TO));
    enableVersions(s3, FROM);
    enableVersions(s3, TO);
    role("s3.amazonaws.com", "s3:*");
  }

  private void role(String trusted, String actions) {
    iam.createRole(
        r ->
            r.roleName("replicates")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":"%s"}}]}\
                    """
                        .formatted(trusted)));
    allow(actions);
  }

  private void allow(String actions) {
    iam.putRolePolicy(
        r ->
            r.roleName("replicates")
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s",
                    "Resource":"*"}]}\
                    """
                        .formatted(actions)));
  }

  private static void enableVersions(S3Client client, String bucket) {
    client.putBucketVersioning(
        b -> b.bucket(bucket).versioningConfiguration(v -> v.status("Enabled")));
  }

  @SafeVarargs
  private void rules(Consumer<ReplicationRule.Builder>... rules) {
    List<ReplicationRule> built = new ArrayList<>();
    for (Consumer<ReplicationRule.Builder> each : rules) {
      ReplicationRule.Builder rule =
          ReplicationRule.builder()
              .id("r" + built.size())
              .priority(built.size())
              .status("Enabled")
              .filter(f -> f.prefix(""))
              .deleteMarkerReplication(d -> d.status("Disabled"))
              .destination(d -> d.bucket("arn:aws:s3:::" + TO));
      each.accept(rule);
      built.add(rule.build());
    }
    s3.putBucketReplication(
        b -> b.bucket(FROM).replicationConfiguration(c -> c.role(ROLE).rules(built)));
  }

  private String put(String key) {
    String id = s3.putObject(b -> b.bucket(FROM).key(key), RequestBody.fromString(key)).versionId();
    settle();
    return id;
  }

  /** What is due is done before the clock moves on. */
  private void settle() {
    clock.advance(Duration.ofSeconds(1));
  }

  @Test
  void metricsTellHowItGoes() {
    rules(
        r -> r.destination(d -> d.bucket("arn:aws:s3:::" + TO).metrics(m -> m.status("Enabled"))));
    put("good");
    iam.deleteRolePolicy(r -> r.roleName("replicates").policyName("may"));
    put("bad");
    assertThat(metric("ReplicationLatency", "Seconds")).hasSize(1);
    assertThat(metric("OperationsFailedReplication", "Count"))
        .extracting(StatisticSet::sum)
        .containsExactly(1.0);
  }

  private Collection<StatisticSet> metric(String name, String unit) {
    MetricKey key =
        new MetricKey(
            "000000000000",
            "us-east-1",
            "AWS/S3",
            name,
            Map.of("SourceBucket", FROM, "DestinationBucket", TO, "RuleId", "r0"),
            unit);
    return nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).values();
  }

  private HeadObjectResponse head(String bucket, String key) {
    return s3.headObject(b -> b.bucket(bucket).key(key));
  }

  private boolean isThere(String key) {
    try {
      head(TO, key);
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  private static void refused(String code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(S3Exception.class))
        .extracting(S3Exception::awsErrorDetails)
        .returns(code, AwsErrorDetails::errorCode)
        .returns(message, AwsErrorDetails::errorMessage);
  }

  @Test
  @Fact({"s3-040", "s3-044", "s3-045", "s3-102", "s3-158"})
  void newObjectsAreCopiedWithTheirVersionIds() {
    put("old");
    rules(r -> {});
    s3.putObject(
        b ->
            b.bucket(FROM)
                .key("new")
                .contentType("text/x")
                .metadata(Map.of("a", "b"))
                .tagging("k=v"),
        RequestBody.fromString("new"));
    settle();
    assertThat(isThere("old")).isFalse();
    HeadObjectResponse from = head(FROM, "new");
    HeadObjectResponse to = head(TO, "new");
    assertThat(from.replicationStatusAsString()).isEqualTo("COMPLETED");
    assertThat(to.replicationStatusAsString()).isEqualTo("REPLICA");
    assertThat(to.versionId()).isEqualTo(from.versionId());
    assertThat(to.lastModified()).isEqualTo(from.lastModified());
    assertThat(to.eTag()).isEqualTo(from.eTag());
    assertThat(to.contentType()).isEqualTo("text/x");
    assertThat(to.metadata()).containsEntry("a", "b");
    assertThat(s3.getObjectTagging(b -> b.bucket(TO).key("new")).tagSet())
        .containsExactly(Tag.builder().key("k").value("v").build());
    assertThat(s3.getObjectAsBytes(b -> b.bucket(TO).key("new")).asUtf8String()).isEqualTo("new");
    s3.deleteObject(b -> b.bucket(FROM).key("new").versionId(from.versionId()));
    settle();
    assertThat(s3.getObjectAsBytes(b -> b.bucket(TO).key("new")).asUtf8String()).isEqualTo("new");
  }

  @Test
  @Fact("s3-043")
  void prefixesTagsAndPrioritiesSelect() {
    rules(
        r -> r.filter(f -> f.prefix("a/")),
        r ->
            r.filter(f -> f.tag(Tag.builder().key("copy").value("yes").build()))
                .destination(d -> d.bucket("arn:aws:s3:::" + TO).storageClass("STANDARD_IA")));
    put("a/1");
    put("b/1");
    s3.putObject(b -> b.bucket(FROM).key("b/2").tagging("copy=yes"), RequestBody.fromString("2"));
    s3.putObject(b -> b.bucket(FROM).key("a/2").tagging("copy=yes"), RequestBody.fromString("2"));
    settle();
    assertThat(isThere("a/1")).isTrue();
    assertThat(isThere("b/1")).isFalse();
    assertThat(head(FROM, "b/1").replicationStatus()).isNull();
    assertThat(isThere("b/2")).isTrue();
    assertThat(head(TO, "a/1").storageClass()).isNull();
    assertThat(head(TO, "a/2").storageClassAsString()).isEqualTo("STANDARD_IA");
  }

  @Test
  @Fact({"s3-042", "s3-058", "s3-115", "s3-156"})
  void wordsOfRefusals() {
    refused(
        "InvalidRequest",
        "Destination bucket must exist.",
        () -> rules(r -> r.destination(d -> d.bucket("arn:aws:s3:::not-there-at-all"))));
    s3.createBucket(b -> b.bucket("plain-bucket"));
    refused(
        "InvalidRequest",
        "Destination bucket must have versioning enabled.",
        () -> rules(r -> r.destination(d -> d.bucket("arn:aws:s3:::plain-bucket"))));
    refused(
        "InvalidRequest",
        "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
        () ->
            s3.putBucketReplication(
                b ->
                    b.bucket("plain-bucket")
                        .replicationConfiguration(
                            c ->
                                c.role(ROLE)
                                    .rules(
                                        ReplicationRule.builder()
                                            .status("Enabled")
                                            .priority(1)
                                            .filter(f -> f.prefix(""))
                                            .deleteMarkerReplication(d -> d.status("Disabled"))
                                            .destination(d -> d.bucket("arn:aws:s3:::" + TO))
                                            .build()))));
    refused(
        "InvalidArgument",
        "Invalid bucket ARN",
        () ->
            rules(
                r ->
                    r.destination(
                        d -> d.bucket("arn:aws:s3:us-east-1:000000000000:accesspoint/ap"))));
    refused(
        "InvalidRequest",
        "Priority must be specified for this version of Cross Region Replication configuration"
            + " schema. Please refer to S3 Developer Guide for more information.",
        () -> rules(r -> r.priority(null)));
    refused(
        "ReplicationConfigurationNotFoundError",
        "The replication configuration was not found",
        () -> s3.getBucketReplication(b -> b.bucket(FROM)));
  }

  @Test
  void deleteMarkersGoWhereRulesSaySo() {
    rules(r -> r.deleteMarkerReplication(d -> d.status("Enabled")));
    put("a");
    String marker = s3.deleteObject(b -> b.bucket(FROM).key("a")).versionId();
    settle();
    assertThat(isThere("a")).isFalse();
    assertThat(s3.listObjectVersions(b -> b.bucket(TO)).deleteMarkers().getFirst().versionId())
        .isEqualTo(marker);
    rules(r -> {});
    put("b");
    s3.deleteObject(b -> b.bucket(FROM).key("b"));
    settle();
    assertThat(isThere("b")).isTrue();
  }

  @Test
  void tagsThatChangeAreCopied() {
    rules(r -> {});
    put("a");
    s3.putObjectTagging(
        b ->
            b.bucket(FROM)
                .key("a")
                .tagging(t -> t.tagSet(Tag.builder().key("k").value("2").build())));
    settle();
    assertThat(s3.getObjectTagging(b -> b.bucket(TO).key("a")).tagSet().getFirst().value())
        .isEqualTo("2");
    assertThat(head(FROM, "a").replicationStatusAsString()).isEqualTo("COMPLETED");
  }

  @Test
  void aRoleThatMayNotFails() {
    rules(r -> {});
    allow("s3:GetObjectVersionForReplication");
    String queue = notifiedQueue();
    put("a");
    settle();
    assertThat(sqs.receiveMessage(b -> b.queueUrl(queue)).messages().getFirst().body())
        .contains("\"eventName\":\"Replication:OperationFailedReplication\"")
        .contains("\"eventVersion\":\"2.2\"")
        .contains("\"failureReason\":\"DstPutObjNotPermitted\"")
        .contains("\"destinationBucket\":\"arn:aws:s3:::" + TO + "\"");
    assertThat(isThere("a")).isFalse();
    assertThat(head(FROM, "a").replicationStatusAsString()).isEqualTo("FAILED");
    iam.updateAssumeRolePolicy(
        r ->
            r.roleName("replicates")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":"ec2.amazonaws.com"}}]}\
                    """));
    allow("s3:*");
    clock.advance(Duration.ofHours(1));
    put("b");
    assertThat(head(FROM, "b").replicationStatusAsString()).isEqualTo("FAILED");
  }

  @Test
  void objectsUnderKmsKeysGoWhereRulesSaySo() {
    String key = kms.createKey(k -> {}).keyMetadata().arn();
    allow("*");
    s3.putBucketReplication(
        b ->
            b.bucket(FROM)
                .replicationConfiguration(
                    c ->
                        c.role(ROLE)
                            .rules(
                                ReplicationRule.builder()
                                    .status("Enabled")
                                    .priority(1)
                                    .filter(f -> f.prefix("yes/"))
                                    .deleteMarkerReplication(d -> d.status("Disabled"))
                                    .sourceSelectionCriteria(
                                        o -> o.sseKmsEncryptedObjects(e -> e.status("Enabled")))
                                    .destination(
                                        d ->
                                            d.bucket("arn:aws:s3:::" + TO)
                                                .encryptionConfiguration(
                                                    e -> e.replicaKmsKeyID(key)))
                                    .build(),
                                ReplicationRule.builder()
                                    .status("Enabled")
                                    .priority(2)
                                    .filter(f -> f.prefix("no/"))
                                    .deleteMarkerReplication(d -> d.status("Disabled"))
                                    .destination(d -> d.bucket("arn:aws:s3:::" + TO))
                                    .build())));
    for (String name : List.of("yes/a", "no/a")) {
      s3.putObject(
          b -> b.bucket(FROM).key(name).serverSideEncryption("aws:kms"),
          RequestBody.fromString(name));
    }
    settle();
    assertThat(isThere("no/a")).isFalse();
    assertThat(head(FROM, "yes/a").replicationStatusAsString()).isEqualTo("COMPLETED");
    assertThat(head(TO, "yes/a").ssekmsKeyId()).isEqualTo(key);
    assertThat(s3.getObjectAsBytes(b -> b.bucket(TO).key("yes/a")).asUtf8String())
        .isEqualTo("yes/a");
  }

  @Test
  void partsStayParts() {
    byte[] first = new byte[5 << 20];
    new Random(2).nextBytes(first);
    try (S3Client ireland = client("000000000000", "eu-west-1")) {
      ireland.createBucket(
          b ->
              b.bucket("ireland-bucket")
                  .createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
      enableVersions(ireland, "ireland-bucket");
      rules(r -> r.destination(d -> d.bucket("arn:aws:s3:::ireland-bucket")));
      String id = s3.createMultipartUpload(b -> b.bucket(FROM).key("a")).uploadId();
      List<String> eTags = new ArrayList<>();
      for (byte[] part : List.of(first, new byte[] {1, 2, 3})) {
        int number = eTags.size() + 1;
        eTags.add(
            s3.uploadPart(
                    b -> b.bucket(FROM).key("a").uploadId(id).partNumber(number),
                    RequestBody.fromBytes(part))
                .eTag());
      }
      s3.completeMultipartUpload(
          b ->
              b.bucket(FROM)
                  .key("a")
                  .uploadId(id)
                  .multipartUpload(
                      m ->
                          m.parts(
                              CompletedPart.builder().partNumber(1).eTag(eTags.get(0)).build(),
                              CompletedPart.builder().partNumber(2).eTag(eTags.get(1)).build())));
      settle();
      assertThat(ireland.headObject(b -> b.bucket("ireland-bucket").key("a")).eTag())
          .isEqualTo(head(FROM, "a").eTag())
          .endsWith("-2\"");
      assertThat(
              ireland
                  .getObjectAsBytes(b -> b.bucket("ireland-bucket").key("a").partNumber(2))
                  .asByteArray())
          .containsExactly(1, 2, 3);
    }
  }

  private String notifiedQueue() {
    String queue = sqs.createQueue(b -> b.queueName("failures")).queueUrl();
    String arn = "arn:aws:sqs:us-east-1:000000000000:failures";
    sqs.setQueueAttributes(
        b ->
            b.queueUrl(queue)
                .attributes(
                    Map.of(
                        QueueAttributeName.POLICY,
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage",
                        "Principal":{"Service":"s3.amazonaws.com"},"Resource":"%s"}]}\
                        """
                            .formatted(arn))));
    s3.putBucketNotificationConfiguration(
        b ->
            b.bucket(FROM)
                .notificationConfiguration(
                    n ->
                        n.queueConfigurations(
                            QueueConfiguration.builder()
                                .queueArn(arn)
                                .events(Event.S3_REPLICATION)
                                .build())));
    sqs.purgeQueue(b -> b.queueUrl(queue));
    return queue;
  }

  private S3Client client(String account, String region) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "secret")))
        .build();
  }

  @Test
  @Fact({"s3-041", "s3-046", "s3-115", "s3-155", "s3-157"})
  void otherRegionsAndAccounts() {
    byte[] body = new byte[200_000];
    new Random(1).nextBytes(body);
    try (S3Client ireland = client("000000000000", "eu-west-1");
        S3Client others = client("111111111111", "us-east-1")) {
      ireland.createBucket(
          b ->
              b.bucket("ireland-bucket")
                  .createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
      enableVersions(ireland, "ireland-bucket");
      others.createBucket(b -> b.bucket("others-bucket"));
      enableVersions(others, "others-bucket");
      rules(
          r -> r.destination(d -> d.bucket("arn:aws:s3:::ireland-bucket")),
          r ->
              r.destination(
                  d ->
                      d.bucket("arn:aws:s3:::others-bucket")
                          .account("111111111111")
                          .accessControlTranslation(t -> t.owner("Destination"))
                          .storageClass("ONEZONE_IA")));
      s3.putObject(b -> b.bucket(FROM).key("a"), RequestBody.fromBytes(body));
      settle();
      assertThat(ireland.getObjectAsBytes(b -> b.bucket("ireland-bucket").key("a")).asByteArray())
          .isEqualTo(body);
      // The other account has not said yet that the role may.
      assertThat(head(FROM, "a").replicationStatusAsString()).isEqualTo("FAILED");
      others.putBucketPolicy(
          b ->
              b.bucket("others-bucket")
                  .policy(
                      """
                      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":
                      ["s3:ReplicateObject","s3:ObjectOwnerOverrideToBucketOwner"],
                      "Principal":{"AWS":"%s"},"Resource":"arn:aws:s3:::others-bucket/*"}]}\
                      """
                          .formatted(ROLE)));
      s3.putObject(b -> b.bucket(FROM).key("b"), RequestBody.fromBytes(body));
      settle();
      assertThat(head(FROM, "b").replicationStatusAsString()).isEqualTo("COMPLETED");
      assertThat(others.getObjectAsBytes(b -> b.bucket("others-bucket").key("b")).asByteArray())
          .isEqualTo(body);
      assertThat(others.headObject(b -> b.bucket("others-bucket").key("b")).storageClassAsString())
          .isEqualTo("ONEZONE_IA");
    }
  }
}
