package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics, streams, functions, buses and logs by the AWS CLI, as a user types it. */
@NepheleTest(virtualClock = false)
class AwsCliMessagingTest {
  private AwsCli aws;
  private Path folder;

  @BeforeAll
  static void present() {
    AwsCli.assumePresent();
  }

  @BeforeEach
  void prepare(URI endpoint, @TempDir Path temporary) {
    folder = temporary;
    aws = AwsCli.in(temporary, endpoint);
  }

  /** Runs a command whose arguments have no spaces in them. */
  private String ok(String line, String... more) {
    return aws.ok(arguments(line, more));
  }

  private String query(String query, String line, String... more) {
    return aws.query(query, arguments(line, more));
  }

  private static String[] arguments(String line, String... more) {
    String[] words = line.split(" ");
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as an argument: the CLI's first version takes them as they are, the second as base64. */
  private String blob(String text) {
    return ok("--version").startsWith("aws-cli/1") ? text : base64(text);
  }

  /** A queue that a service may send to. */
  private String createQueue(String name, String service) {
    String url = aws.createQueue(name);
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},\
        "Action":"sqs:SendMessage","Resource":"*"}]}\
        """
            .formatted(service);
    String attributes = "{\"Policy\":\"" + policy.replace("\"", "\\\"") + "\"}";
    ok("sqs set-queue-attributes --queue-url " + url + " --attributes", attributes);
    return url;
  }

  private String role(String name, String service, String policy) {
    String trust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},\
        "Action":"sts:AssumeRole"}]}\
        """
            .formatted(service);
    aws.createRole(name, trust, policy);
    return "arn:aws:iam::000000000000:role/" + name;
  }

  @Test
  void aTopicTellsAQueue() {
    String url = createQueue("news", "sns.amazonaws.com");
    String topic = query("TopicArn", "sns create-topic --name news");
    assertThat(topic).isEqualTo("arn:aws:sns:us-east-1:000000000000:news");
    String subscribe = "sns subscribe --protocol sqs --topic-arn " + topic;
    String attributes = " --attributes {\"FilterPolicy\":\"{\\\"kind\\\":[\\\"good\\\"]}\"}";
    query(
        "SubscriptionArn",
        subscribe
            + attributes
            + " --notification-endpoint arn:aws:sqs:us-east-1:000000000000:news");
    String publish = "sns publish --topic-arn " + topic + " --message-attributes ";
    ok(publish + "kind={DataType=String,StringValue=bad}", "--message", "it rains");
    ok(publish + "kind={DataType=String,StringValue=good}", "--message", "the sun shines");
    String receive = "sqs receive-message --wait-time-seconds 5 --queue-url " + url;
    assertThat(query("Messages[].Body", receive))
        .contains("\"Message\" : \"the sun shines\"")
        .doesNotContain("it rains");
    assertThat(aws.refused("sns", "publish", "--topic-arn", topic + "-not", "--message", "x"))
        .contains("(NotFound)");
  }

  @Test
  void aStreamGivesBackItsRecords() {
    ok("kinesis create-stream --stream-name clicks --shard-count 1");
    ok("kinesis wait stream-exists --stream-name clicks");
    String put = "kinesis put-record --stream-name clicks --partition-key p --data ";
    String data = base64("click");
    assertThat(query("ShardId", put + blob("click"))).isEqualTo("shardId-000000000000");
    String iterator =
        query(
            "ShardIterator",
            "kinesis get-shard-iterator --stream-name clicks --shard-id shardId-000000000000"
                + " --shard-iterator-type TRIM_HORIZON");
    assertThat(query("Records[].Data", "kinesis get-records --shard-iterator " + iterator))
        .isEqualTo(data);
  }

  @Test
  void aDeliveryStreamWritesToABucket() {
    ok("s3 mb s3://delivered");
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject",\
        "Resource":"arn:aws:s3:::delivered/*"}]}\
        """;
    String role = role("delivery", "firehose.amazonaws.com", policy);
    ok(
        "firehose create-delivery-stream --delivery-stream-name to-s3"
            + " --extended-s3-destination-configuration RoleARN="
            + role
            + ",BucketARN=arn:aws:s3:::delivered,Prefix=in/,BufferingHints={IntervalInSeconds=0}");
    ok("firehose put-record --delivery-stream-name to-s3 --record Data=" + blob("a-record"));
    // The CLI's waiter for objects needs a key, and the name is Firehose's to choose.
    String listed = "";
    for (int i = 0; i < 20 && !listed.contains("in/"); i++) {
      listed = query("Contents[].Key", "s3api list-objects-v2 --bucket delivered");
    }
    assertThat(ok("s3 cp s3://delivered/" + listed + " -")).isEqualTo("a-record");
  }

  @Test
  @Fact({"lambda-109", "lambda-169"})
  void aFunctionRuns() {
    String version =
        ExternalTool.in(folder, URI.create("http://localhost"))
            .run("python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
            .succeeded();
    Path code =
        FunctionCode.zip(
            folder,
            "app.py",
            "def handler(event, context):\n  print('hello')\n  return event['n'] + 1\n");
    String logs =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"*"}]}\
        """;
    String role = role("functions", "lambda.amazonaws.com", logs);
    ok(
        "lambda create-function --function-name add --handler app.handler --timeout 20 --runtime"
            + (" python" + version + " --role " + role + " --zip-file fileb://" + code));
    ok("lambda wait function-active-v2 --function-name add");
    Path answer = folder.resolve("answer.json");
    String invoke = "lambda invoke --function-name add --log-type Tail --payload ";
    String tail = query("LogResult", invoke + blob("{\"n\":1}") + " " + answer);
    assertThat(answer).hasContent("2");
    assertThat(new String(Base64.getDecoder().decode(tail), StandardCharsets.UTF_8))
        .contains("hello\n")
        .contains("REPORT RequestId: ");
    assertThat(
            query(
                "events[?contains(message, 'hello')] | length(@)",
                "logs filter-log-events --log-group-name /aws/lambda/add"))
        .isEqualTo("1");
    ok("lambda publish-version --function-name add");
    ok("lambda create-alias --function-name add --name live --function-version 1");
    assertThat(
            query(
                "Configuration.[FunctionName,Version,State]",
                "lambda get-function --function-name add --qualifier live"))
        .isEqualTo("add\t1\tActive");
  }

  @Test
  void aBusTellsAQueue() {
    String url = createQueue("seen", "events.amazonaws.com");
    ok("events put-rule --name orders --event-pattern {\"source\":[\"shop\"]}");
    String target =
        """
        [{"Id":"1","Arn":"arn:aws:sqs:us-east-1:000000000000:seen","InputTransformer":{\
        "InputPathsMap":{"who":"$.detail.who"},"InputTemplate":"\\"<who> orders\\""}}]\
        """;
    ok("events put-targets --rule orders --targets", target);
    String put = "events put-events --entries";
    String entries =
        """
        [{"Source":"shop","DetailType":"order","Detail":"{\\"who\\":\\"Ada\\"}"},\
        {"Source":"shop","DetailType":"order","Detail":"x"}]\
        """;
    assertThat(query("[FailedEntryCount,Entries[1].ErrorCode]", put, entries))
        .isEqualTo("1\tMalformedDetail");
    String receive = "sqs receive-message --wait-time-seconds 5 --queue-url " + url;
    assertThat(query("Messages[].Body", receive)).isEqualTo("\"Ada orders\"");
  }
}
