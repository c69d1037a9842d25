package io.nephele.services.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ApiDestinationHttpMethod;
import software.amazon.awssdk.services.eventbridge.model.ConnectionAuthorizationType;
import software.amazon.awssdk.services.eventbridge.model.ConnectionOAuthHttpMethod;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Targets of many kinds take events. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TargetsTest {
  private static final String ALL = "{\"source\":[\"shop\"]}";
  private static final String ROLE = "arn:aws:iam::000000000000:role/aims";

  @Inject EventBridgeClient events;
  @Inject SqsClient sqs;
  @Inject SnsClient sns;
  @Inject KinesisClient kinesis;
  @Inject FirehoseClient firehose;
  @Inject S3Client s3;
  @Inject IamClient iam;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  private void role() {
    iam.createRole(
        r ->
            r.roleName("aims")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":["events.amazonaws.com","firehose.amazonaws.com"]}}]}\
                    """));
    iam.putRolePolicy(
        r ->
            r.roleName("aims")
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*",
                    "Resource":"*"}]}\
                    """));
  }

  private void aim(String targetArn, String roleArn) {
    events.putRule(r -> r.name("aim").eventPattern(ALL));
    assertThat(
            events
                .putTargets(
                    t -> t.rule("aim").targets(x -> x.id("it").arn(targetArn).roleArn(roleArn)))
                .failedEntryCount())
        .isZero();
  }

  @Test
  @Fact({"events-030", "events-046", "events-049"})
  void aTopicTakesEventsIfItPermitsThem() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    String topic = sns.createTopic(t -> t.name("news")).topicArn();
    sqs.setQueueAttributes(
        s ->
            s.queueUrl(inbox.url())
                .attributesWithStrings(
                    Map.of(
                        "Policy",
                        """
                        {"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Principal":"*",
                        "Resource":"*"}]}\
                        """)));
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint(inbox.arn())
                .attributes(Map.of("RawMessageDelivery", "true")));
    aim(topic, null);
    Inbox.put(events, "shop", "{\"before\":1}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies()).isEmpty();

    sns.setTopicAttributes(
        t ->
            t.topicArn(topic)
                .attributeName("Policy")
                .attributeValue(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:Publish",
                    "Principal":{"Service":"events.amazonaws.com"},"Resource":"%s"}]}\
                    """
                        .formatted(topic)));
    Inbox.put(events, "shop", "{\"after\":1}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies()).singleElement().asString().contains("\"detail\":{\"after\":1}");
  }

  @Test
  @Fact("events-019")
  void aKinesisStreamTakesEventsUnderAKeyOfTheirs() {
    role();
    kinesis.createStream(c -> c.streamName("flow").shardCount(1));
    clock.advance(Duration.ofMinutes(1));
    String arn = "arn:aws:kinesis:us-east-1:000000000000:stream/flow";
    assertThatThrownBy(() -> aim(arn, null))
        .hasMessageContaining("RoleArn is required for target " + arn);
    events.putRule(r -> r.name("aim").eventPattern(ALL));
    events.putTargets(
        t ->
            t.rule("aim")
                .targets(
                    x ->
                        x.id("it")
                            .arn(arn)
                            .roleArn(ROLE)
                            .kinesisParameters(k -> k.partitionKeyPath("$.detail.customer"))));
    Inbox.put(events, "shop", "{\"customer\":\"c7\"}");
    clock.advance(Duration.ofSeconds(1));

    String iterator =
        kinesis
            .getShardIterator(
                g ->
                    g.streamName("flow")
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    assertThat(kinesis.getRecords(g -> g.shardIterator(iterator)).records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.partitionKey()).isEqualTo("c7");
              assertThat(record.data().asUtf8String()).contains("\"customer\":\"c7\"");
            });
  }

  @Test
  void aFifoQueueTakesEventsInTheGroupThatTheTargetNames() {
    assertThatThrownBy(() -> aim("arn:aws:sqs:us-east-1:000000000000:line.fifo", null))
        .hasMessageContaining("Parameter(s) SqsParameters must be specified for target: it.");
    String url =
        sqs.createQueue(
                q ->
                    q.queueName("line.fifo")
                        .attributesWithStrings(
                            Map.of(
                                "FifoQueue",
                                "true",
                                "ContentBasedDeduplication",
                                "true",
                                "Policy",
                                """
                                {"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage",
                                "Principal":{"Service":"events.amazonaws.com"},"Resource":"*"}]}\
                                """)))
            .queueUrl();
    events.putTargets(
        t ->
            t.rule("aim")
                .targets(
                    x ->
                        x.id("it")
                            .arn("arn:aws:sqs:us-east-1:000000000000:line.fifo")
                            .sqsParameters(s -> s.messageGroupId("g"))));
    Inbox.put(events, "shop", "{\"n\":1}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(
            sqs.receiveMessage(
                    r -> r.queueUrl(url).messageSystemAttributeNamesWithStrings("MessageGroupId"))
                .messages())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.attributesAsStrings()).containsEntry("MessageGroupId", "g");
              assertThat(message.body()).contains("\"detail\":{\"n\":1}");
            });
  }

  @Test
  @Fact("events-020")
  void aFirehoseStreamTakesEvents() {
    role();
    s3.createBucket(b -> b.bucket("lake"));
    firehose.createDeliveryStream(
        c ->
            c.deliveryStreamName("hose")
                .extendedS3DestinationConfiguration(
                    d ->
                        d.roleARN(ROLE)
                            .bucketARN("arn:aws:s3:::lake")
                            .bufferingHints(b -> b.intervalInSeconds(60).sizeInMBs(1))));
    aim("arn:aws:firehose:us-east-1:000000000000:deliverystream/hose", ROLE);
    Inbox.put(events, "shop", "{\"n\":1}");
    clock.advance(Duration.ofSeconds(70));
    String key = s3.listObjectsV2(l -> l.bucket("lake")).contents().getFirst().key();
    assertThat(s3.getObjectAsBytes(g -> g.bucket("lake").key(key)).asUtf8String())
        .contains("\"detail\":{\"n\":1}");
  }

  @Test
  @Fact({"events-013", "events-033", "events-036"})
  void aBusOfAnotherAccountAndRegionTakesEventsIfItPermitsThem() {
    try (EventBridgeClient theirs = client(EventBridgeClient.builder(), "111111111111").build();
        SqsClient theirQueues = client(SqsClient.builder(), "111111111111").build()) {
      Inbox inbox = Inbox.create(theirQueues, "theirs");
      inbox.listen(theirs, "all", ALL);
      aim("arn:aws:events:eu-west-1:111111111111:event-bus/default", null);
      Inbox.put(events, "shop", "{\"n\":1}");
      clock.advance(Duration.ofSeconds(1));
      assertThat(inbox.bodies()).isEmpty();

      theirs.putPermission(
          p -> p.action("events:PutEvents").principal("000000000000").statementId("let"));
      Inbox.put(events, "shop", "{\"n\":2}");
      clock.advance(Duration.ofSeconds(1));
      assertThat(inbox.bodies())
          .singleElement()
          .asString()
          .contains("\"account\":\"000000000000\"", "\"region\":\"us-east-1\"", "{\"n\":2}");
      theirs.removePermission(r -> r.statementId("let"));
      assertThat(theirs.describeEventBus(d -> {}).policy()).isNull();
    }
  }

  private <B extends software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, ?>> B client(
      B builder, String account) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "test")));
  }

  @Test
  void bucketsTellEventBridgeOfTheirObjects() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    inbox.listen(
        events,
        "uploads",
        "{\"source\":[\"aws.s3\"],\"detail-type\":[\"Object Created\"],"
            + "\"detail\":{\"object\":{\"key\":[{\"suffix\":\".csv\"}]}}}");
    s3.createBucket(b -> b.bucket("uploads"));
    s3.putBucketNotificationConfiguration(
        n ->
            n.bucket("uploads")
                .notificationConfiguration(c -> c.eventBridgeConfiguration(e -> {})));
    s3.putObject(p -> p.bucket("uploads").key("a.csv"), RequestBody.fromString("1,2"));
    s3.putObject(p -> p.bucket("uploads").key("a.txt"), RequestBody.fromString("no"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies())
        .singleElement()
        .asString()
        .contains(
            "\"source\":\"aws.s3\"",
            "\"resources\":[\"arn:aws:s3:::uploads\"]",
            "\"key\":\"a.csv\"",
            "\"reason\":\"PutObject\"");
  }

  @Test
  @Fact({"events-008", "events-009"})
  void anApiDestinationIsCalledAsItsConnectionSays() throws IOException {
    List<String> calls = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, calls));
    server.start();
    try {
      String base = "http://localhost:" + server.getAddress().getPort();
      String connection =
          events
              .createConnection(
                  c ->
                      c.name("key")
                          .authorizationType(ConnectionAuthorizationType.API_KEY)
                          .authParameters(
                              p ->
                                  p.apiKeyAuthParameters(
                                      k -> k.apiKeyName("X-Key").apiKeyValue("s3cret"))))
              .connectionArn();
      assertThat(events.describeConnection(d -> d.name("key")).authParameters().toString())
          .contains("X-Key")
          .doesNotContain("s3cret");
      aim(destination("keyed", base + "/orders/*", connection), ROLE);
      role();
      events.putTargets(
          t ->
              t.rule("aim")
                  .targets(
                      x ->
                          x.id("it")
                              .arn(
                                  events
                                      .describeApiDestination(d -> d.name("keyed"))
                                      .apiDestinationArn())
                              .roleArn(ROLE)
                              .input("{\"a\":1}")
                              .httpParameters(
                                  h ->
                                      h.pathParameterValues("7")
                                          .queryStringParameters(Map.of("q", "x y")))));
      Inbox.put(events, "shop", "{}");
      clock.advance(Duration.ofSeconds(1));
      assertThat(calls).containsExactly("POST /orders/7?q=x%20y s3cret null {\"a\":1}");

      calls.clear();
      String basic =
          events
              .createConnection(
                  c ->
                      c.name("basic")
                          .authorizationType(ConnectionAuthorizationType.BASIC)
                          .authParameters(
                              p -> p.basicAuthParameters(k -> k.username("me").password("pw"))))
              .connectionArn();
      aim(destination("named", base + "/basic", basic), ROLE);
      Inbox.put(events, "shop", "{}");
      clock.advance(Duration.ofSeconds(1));
      assertThat(calls).singleElement().asString().contains("Basic bWU6cHc=");

      calls.clear();
      String oauth =
          events
              .createConnection(
                  c ->
                      c.name("oauth")
                          .authorizationType(ConnectionAuthorizationType.OAUTH_CLIENT_CREDENTIALS)
                          .authParameters(
                              p ->
                                  p.oAuthParameters(
                                      o ->
                                          o.authorizationEndpoint(base + "/token")
                                              .httpMethod(ConnectionOAuthHttpMethod.POST)
                                              .clientParameters(
                                                  k -> k.clientID("id").clientSecret("shh")))))
              .connectionArn();
      aim(destination("tokened", base + "/oauth", oauth), ROLE);
      Inbox.put(events, "shop", "{}");
      clock.advance(Duration.ofSeconds(1));
      assertThat(calls)
          .hasSize(2)
          .first()
          .asString()
          .contains("POST /token", "grant_type=client_credentials&client_id=id&client_secret=shh");
      assertThat(calls.get(1)).contains("POST /oauth", "Bearer tok1");
    } finally {
      server.stop(0);
    }
  }

  private String destination(String name, String endpointUrl, String connection) {
    return events
        .createApiDestination(
            d ->
                d.name(name)
                    .connectionArn(connection)
                    .invocationEndpoint(endpointUrl)
                    .httpMethod(ApiDestinationHttpMethod.POST))
        .apiDestinationArn();
  }

  @Test
  void templatesNameWhatThereIs() {
    events.putRule(r -> r.name("aim").eventPattern(ALL));
    assertThatThrownBy(
            () ->
                events.putTargets(
                    p ->
                        p.rule("aim")
                            .targets(
                                t ->
                                    t.id("one")
                                        .arn("arn:aws:sqs:us-east-1:000000000000:inbox")
                                        .inputTransformer(
                                            i ->
                                                i.inputPathsMap(Map.of("who", "$.detail.who"))
                                                    .inputTemplate(
                                                        "\"<who> by <aws.events.rule-name>,"
                                                            + " <what>\"")))))
        .hasMessageContaining("InputTemplate for target one contains invalid placeholder what.");
  }

  private static void answer(HttpExchange exchange, List<String> calls) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("X-Key")
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + body);
    byte[] answer =
        "{\"access_token\":\"tok1\",\"expires_in\":60}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
