package io.nephele.services.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.ReadWriteType;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What trails tell other services, and the digests by which their files are checked. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
@SuppressWarnings("unchecked")
final class IntegrationsTest {
  private static final RuleState ALL_CALLS =
      RuleState.ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS;
  private static final Duration DELIVERED = Duration.ofMinutes(6);

  @Inject CloudTrailClient trail;
  @Inject S3Client s3;
  @Inject SqsClient sqs;
  @Inject SnsClient sns;
  @Inject IamClient iam;
  @Inject KmsClient kms;
  @Inject CloudWatchLogsClient logGroups;
  @Inject EventBridgeClient events;
  @Inject VirtualClock clock;

  private String queue(String service) {
    String url = sqs.createQueue(q -> q.queueName("inbox")).queueUrl();
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage",
        "Principal":{"Service":"%s"},"Resource":"*"}]}\
        """
            .formatted(service);
    sqs.setQueueAttributes(
        s -> s.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, policy)));
    return url;
  }

  private List<Map<String, Object>> messages(String url) {
    List<Map<String, Object>> bodies = new ArrayList<>();
    for (Message message :
        sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages()) {
      bodies.add((Map<String, Object>) JsonText.parse(message.body()));
    }
    return bodies;
  }

  @Test
  @Fact("events-014")
  void callsThatChangeSomethingReachEventBridgeWhileATrailIsLogging() {
    String url = queue("events.amazonaws.com");
    events.putRule(
        r ->
            r.name("calls")
                .eventPattern(
                    "{\"detail-type\":[\"AWS API Call via CloudTrail\"],"
                        + "\"detail\":{\"eventSource\":[\"kms.amazonaws.com\"]}}"));
    events.putTargets(
        t ->
            t.rule("calls")
                .targets(x -> x.id("q").arn("arn:aws:sqs:us-east-1:000000000000:inbox")));
    kms.createKey(k -> k.description("before"));
    clock.advance(Duration.ofSeconds(5));
    assertThat(messages(url)).isEmpty();

    LogBucket.create(s3, "logs");
    trail.createTrail(t -> t.name("main").s3BucketName("logs"));
    trail.startLogging(l -> l.name("main"));
    kms.createKey(k -> k.description("after"));
    kms.listKeys();
    clock.advance(Duration.ofSeconds(5));

    assertThat(messages(url))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event)
                  .containsEntry("source", "aws.kms")
                  .containsEntry("detail-type", "AWS API Call via CloudTrail");
              Map<String, Object> detail = Records.object(event, "detail");
              assertThat(detail).containsEntry("eventName", "CreateKey");
              assertThat(Records.object(detail, "requestParameters"))
                  .containsEntry("description", "after");
            });
  }

  @Test
  @Fact({"s3-018", "s3-121", "s3-179"})
  void readsAndWritesOfObjectsAreOnRecordOnceATrailTakesThem() {
    String url = queue("events.amazonaws.com");
    events.putRule(
        r ->
            r.name("puts")
                .eventPattern(
                    "{\"source\":[\"aws.s3\"],\"detail-type\":[\"AWS API Call via CloudTrail\"],"
                        + "\"detail\":{\"eventName\":[\"PutObject\"]}}"));
    events.putTargets(
        t ->
            t.rule("puts").targets(x -> x.id("q").arn("arn:aws:sqs:us-east-1:000000000000:inbox")));
    LogBucket logs = LogBucket.create(s3, "logs");
    trail.createTrail(t -> t.name("main").s3BucketName("logs"));
    trail.startLogging(l -> l.name("main"));
    s3.createBucket(b -> b.bucket("data"));
    s3.putObject(p -> p.bucket("data").key("k"), RequestBody.fromString("unheard"));
    clock.advance(DELIVERED);
    assertThat(messages(url)).isEmpty();
    assertThat(logs.eventNames()).contains("CreateBucket").doesNotContain("PutObject");

    trail.putEventSelectors(
        p ->
            p.trailName("main")
                .eventSelectors(
                    e ->
                        e.readWriteType(ReadWriteType.ALL)
                            .includeManagementEvents(false)
                            .dataResources(
                                d -> d.type("AWS::S3::Object").values("arn:aws:s3:::data/"))));
    s3.putObject(p -> p.bucket("data").key("k"), RequestBody.fromString("heard"));
    s3.getObjectAsBytes(g -> g.bucket("data").key("k"));
    clock.advance(DELIVERED);

    assertThat(logs.eventNames()).contains("PutObject", "GetObject");
    assertThat(messages(url))
        .singleElement()
        .satisfies(
            event ->
                assertThat(Records.object(Records.object(event, "detail"), "requestParameters"))
                    .containsEntry("bucketName", "data")
                    .containsEntry("key", "k"));
  }

  @Test
  @Fact("events-034")
  void onlyRulesWhoseStateSaysSoHearOfCallsThatOnlyRead() {
    String url = queue("events.amazonaws.com");
    String pattern = "{\"source\":[\"aws.kms\"],\"detail\":{\"eventName\":[\"ListKeys\"]}}";
    for (RuleState state : List.of(RuleState.ENABLED, ALL_CALLS)) {
      events.putRule(r -> r.name(state.toString()).state(state).eventPattern(pattern));
      events.putTargets(
          t ->
              t.rule(state.toString())
                  .targets(
                      x ->
                          x.id("q")
                              .arn("arn:aws:sqs:us-east-1:000000000000:inbox")
                              .input("\"" + state + "\"")));
    }
    LogBucket.create(s3, "logs");
    trail.createTrail(t -> t.name("main").s3BucketName("logs"));
    trail.startLogging(l -> l.name("main"));
    kms.listKeys();
    clock.advance(Duration.ofSeconds(5));

    assertThat(sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages())
        .extracting(Message::body)
        .containsExactly("\"" + ALL_CALLS + "\"");
  }

  @Test
  @Fact({"cloudtrail-004", "cloudtrail-013", "cloudtrail-046"})
  void deliveriesAreToldToATopic() {
    String url = queue("sns.amazonaws.com");
    LogBucket logs = LogBucket.create(s3, "logs");
    String topic = sns.createTopic(t -> t.name("told")).topicArn();
    sns.setTopicAttributes(
        s ->
            s.topicArn(topic)
                .attributeName("Policy")
                .attributeValue(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:Publish",
                    "Principal":{"Service":"cloudtrail.amazonaws.com"},"Resource":"*"}]}\
                    """));
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint("arn:aws:sqs:us-east-1:000000000000:inbox")
                .attributes(Map.of("RawMessageDelivery", "true")));
    trail.createTrail(t -> t.name("main").s3BucketName("logs").snsTopicName("told"));
    trail.startLogging(l -> l.name("main"));
    clock.advance(DELIVERED);

    assertThat(messages(url))
        .singleElement()
        .isEqualTo(Map.of("s3Bucket", "logs", "s3ObjectKey", logs.keys()));
    assertThat(trail.getTrailStatus(g -> g.name("main")).latestNotificationTime()).isNotNull();
  }

  @Test
  @Fact({"cloudtrail-003", "cloudtrail-027", "cloudtrail-040"})
  void eventsAreSentToALogGroup() {
    LogBucket.create(s3, "logs");
    logGroups.createLogGroup(g -> g.logGroupName("calls"));
    String role =
        iam.createRole(
                r ->
                    r.roleName("trail")
                        .assumeRolePolicyDocument(
                            """
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                            "Principal":{"Service":"cloudtrail.amazonaws.com"},
                            "Action":"sts:AssumeRole"}]}\
                            """))
            .role()
            .arn();
    iam.putRolePolicy(
        p ->
            p.roleName("trail")
                .policyName("logs")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
                    "Action":["logs:CreateLogStream","logs:PutLogEvents"]}]}\
                    """));
    trail.createTrail(
        t ->
            t.name("main")
                .s3BucketName("logs")
                .cloudWatchLogsLogGroupArn("arn:aws:logs:us-east-1:000000000000:log-group:calls:*")
                .cloudWatchLogsRoleArn(role));
    trail.startLogging(l -> l.name("main"));
    kms.createKey(k -> k.description("logged"));
    clock.advance(DELIVERED);

    assertThat(
            logGroups
                .filterLogEvents(
                    f -> f.logGroupName("calls").filterPattern("{ $.eventName = CreateKey }"))
                .events())
        .singleElement()
        .satisfies(event -> assertThat(event.message()).contains("logged"));
  }

  @Test
  @Fact({"cloudtrail-008", "cloudtrail-028", "cloudtrail-037"})
  void digestsAreSignedAndChained() throws Exception {
    LogBucket logs = LogBucket.create(s3, "logs");
    trail.createTrail(t -> t.name("main").s3BucketName("logs").enableLogFileValidation(true));
    trail.startLogging(l -> l.name("main"));
    clock.advance(Duration.ofMinutes(61));
    kms.createKey();
    clock.advance(Duration.ofMinutes(60));

    List<String> digests =
        logs.keys().stream().filter(key -> key.contains("/CloudTrail-Digest/")).toList();
    assertThat(digests).hasSize(2);
    Map<String, Object> first = logs.json(digests.get(0));
    Map<String, Object> second = logs.json(digests.get(1));
    assertThat(first.get("previousDigestS3Object")).isNull();
    assertThat(second)
        .containsEntry("previousDigestS3Object", digests.get(0))
        .containsEntry("previousDigestHashValue", Digests.sha256(logs.text(digests.get(0))))
        .containsEntry("digestStartTime", first.get("digestEndTime"));
    Map<String, Object> file = ((List<Map<String, Object>>) second.get("logFiles")).getFirst();
    assertThat(file)
        .containsEntry("hashValue", Digests.sha256(logs.text((String) file.get("s3Object"))));

    HeadObjectResponse head = s3.headObject(h -> h.bucket("logs").key(digests.get(1)));
    assertThat(head.metadata()).containsEntry("signature-algorithm", "SHA256withRSA");
    String signed =
        second.get("digestEndTime")
            + "\nlogs/"
            + digests.get(1)
            + "\n"
            + Digests.sha256(logs.text(digests.get(1)))
            + "\n"
            + second.get("previousDigestSignature");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(publicKey((String) second.get("digestPublicKeyFingerprint")));
    signature.update(signed.getBytes(StandardCharsets.UTF_8));
    assertThat(signature.verify(HexFormat.of().parseHex(head.metadata().get("signature"))))
        .isTrue();
  }

  private PublicKey publicKey(String fingerprint) throws Exception {
    software.amazon.awssdk.services.cloudtrail.model.PublicKey key =
        trail.listPublicKeys(l -> {}).publicKeyList().getFirst();
    assertThat(key.fingerprint()).isEqualTo(fingerprint);
    RSAPublicKey rsa = RSAPublicKey.getInstance(key.value().asByteArray());
    BigInteger modulus = rsa.getModulus();
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, rsa.getPublicExponent()));
  }

  @Test
  @Fact({"cloudtrail-025", "cloudtrail-036"})
  void filesMayBeEncryptedUnderAKey() {
    LogBucket logs = LogBucket.create(s3, "logs");
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},
        "Action":"kms:*","Resource":"*"},{"Effect":"Allow",
        "Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:GenerateDataKey*",
        "Resource":"*","Condition":{"StringLike":{"kms:EncryptionContext:aws:cloudtrail:arn":
        "arn:aws:cloudtrail:*:000000000000:trail/*"}}}]}\
        """;
    String key = kms.createKey(k -> k.policy(policy)).keyMetadata().arn();
    trail.createTrail(t -> t.name("main").s3BucketName("logs").kmsKeyId(key));
    trail.startLogging(l -> l.name("main"));
    clock.advance(DELIVERED);

    HeadObjectResponse head = s3.headObject(h -> h.bucket("logs").key(logs.keys().getFirst()));
    assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
    assertThat(head.ssekmsKeyId()).isEqualTo(key);
    assertThat(trail.getTrail(g -> g.name("main")).trail().kmsKeyId()).isEqualTo(key);
  }
}
