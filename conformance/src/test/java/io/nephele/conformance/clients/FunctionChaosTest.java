package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Clients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Messages go from a queue through a function to a table while functions' programs and Nephele
 * itself are killed: none is lost, none is stuck. With {@code -Dnephele.chaos.messages=10000} they
 * are as many as that.
 */
class FunctionChaosTest {
  private static final int MESSAGES = Integer.getInteger("nephele.chaos.messages", 200);
  private static final int BATCH = 10;
  private static final int ROUND = BATCH * Math.max(5, MESSAGES / BATCH / 20);
  private static final int SILENT_RECEIVES = 20;

  /** Each has a program whose start takes half a second of the CPU. */
  private static final int CONCURRENT = 2;

  private static final String ACCOUNT = "000000000000";

  /** Tells of each message by another one, so that nobody has to look again and again. */
  private static final String SOURCE =
      """
      import boto3, os
      table = boto3.resource('dynamodb').Table('done')
      sqs = boto3.client('sqs')
      def handler(event, context):
        for record in event['Records']:
          table.put_item(Item={'id': record['body']})
        sqs.send_message_batch(QueueUrl=os.environ['DONE'], Entries=[
            {'Id': str(i), 'MessageBody': r['body']} for i, r in enumerate(event['Records'])])
      """;

  @TempDir Path folder;

  private NepheleProgram nephele;
  private String port = "0";
  private DynamoDbClient dynamoDb;
  private SqsClient sqs;
  private String jobs;
  private String done;

  @BeforeAll
  static void present() {
    ExternalTool.assumePresent("python3", "-c", "import boto3");
  }

  private void start() {
    nephele = NepheleProgram.startLasting(folder, "--port", port);
    port = Integer.toString(nephele.endpoint().getPort());
    dynamoDb = client(DynamoDbClient.class);
    sqs = client(SqsClient.class);
  }

  private <C extends SdkClient> C client(Class<C> type) {
    return Clients.create(type, nephele.endpoint(), "us-east-1", ACCOUNT);
  }

  @Test
  void noMessageIsLostOrStuckWhateverIsKilled() throws Exception {
    start();
    try {
      prepare();
      Set<String> seen = new HashSet<>();
      int sent = 0;
      for (int round = 0; sent < MESSAGES; round++) {
        for (int end = Math.min(sent + ROUND, MESSAGES); sent < end; sent += BATCH) {
          send(sent);
        }
        receive(seen); // so that some are being worked on
        if (round % 2 == 0) {
          nephele.killPrograms();
        } else {
          nephele.close();
          start();
        }
        // What was received and not deleted is visible again.
        advance("15s");
      }
      for (int silent = 0; seen.size() < MESSAGES && silent < SILENT_RECEIVES; ) {
        // Some are told of again: nobody promised that they come but once.
        silent = receive(seen) == 0 ? silent + 1 : 0;
        if (silent > 0) {
          advance("15s");
        }
      }
      assertThat(seen.size()).as(this::trouble).isEqualTo(MESSAGES);
      assertThat(stored()).isEqualTo(seen);
      assertThat(left(seen)).isZero();
    } finally {
      nephele.close();
    }
  }

  private void prepare() throws IOException {
    KeySchemaElement key =
        KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build();
    AttributeDefinition id =
        AttributeDefinition.builder()
            .attributeName("id")
            .attributeType(ScalarAttributeType.S)
            .build();
    dynamoDb.createTable(
        t ->
            t.tableName("done")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(List.of(key))
                .attributeDefinitions(List.of(id)));
    jobs =
        sqs.createQueue(
                q ->
                    q.queueName("jobs")
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "10")))
            .queueUrl();
    done = sqs.createQueue(q -> q.queueName("done")).queueUrl();
    IamClient iam = client(IamClient.class);
    String trust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
        "Principal":{"Service":"lambda.amazonaws.com"}}]}\
        """;
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
        "Action":["sqs:*","dynamodb:PutItem"],"Resource":"*"}]}\
        """;
    String role =
        iam.createRole(r -> r.roleName("worker").assumeRolePolicyDocument(trust)).role().arn();
    iam.putRolePolicy(r -> r.roleName("worker").policyName("own").policyDocument(policy));
    String version =
        ExternalTool.in(folder, nephele.endpoint())
            .run("python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
            .succeeded();
    SdkBytes code =
        SdkBytes.fromByteArray(Files.readAllBytes(FunctionCode.zip(folder, "index.py", SOURCE)));
    LambdaClient lambda = client(LambdaClient.class);
    lambda.createFunction(
        f ->
            f.functionName("worker")
                .role(role)
                .runtime("python" + version)
                .handler("index.handler")
                .timeout(10)
                .environment(e -> e.variables(Map.of("DONE", done)))
                .code(c -> c.zipFile(code)));
    lambda.createEventSourceMapping(
        m ->
            m.functionName("worker")
                .batchSize(BATCH)
                .scalingConfig(c -> c.maximumConcurrency(CONCURRENT))
                .eventSourceArn("arn:aws:sqs:us-east-1:" + ACCOUNT + ":jobs"));
  }

  private void send(int from) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = from; i < from + BATCH; i++) {
      entries.add(
          SendMessageBatchRequestEntry.builder().id("" + i).messageBody("message " + i).build());
    }
    assertThat(sqs.sendMessageBatch(b -> b.queueUrl(jobs).entries(entries)).failed()).isEmpty();
  }

  /** Takes some of the messages that tell of messages, when there are any. */
  private int receive(Set<String> seen) {
    List<Message> found =
        sqs.receiveMessage(r -> r.queueUrl(done).maxNumberOfMessages(BATCH).waitTimeSeconds(2))
            .messages();
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : found) {
      seen.add(message.body());
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id("" + entries.size())
              .receiptHandle(message.receiptHandle())
              .build());
    }
    if (!entries.isEmpty()) {
      sqs.deleteMessageBatch(b -> b.queueUrl(done).entries(entries));
    }
    return found.size();
  }

  private void advance(String time) throws IOException, InterruptedException {
    URI clock = nephele.endpoint().resolve("/_nephele/clock?advance=" + time);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest turn =
          HttpRequest.newBuilder(clock).POST(HttpRequest.BodyPublishers.noBody()).build();
      HttpResponse<String> answer = http.send(turn, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  private Set<String> stored() {
    Set<String> found = new HashSet<>();
    dynamoDb
        .scanPaginator(s -> s.tableName("done").consistentRead(true))
        .items()
        .forEach(item -> found.add(item.get("id").s()));
    return found;
  }

  /** How many messages are in the queue once what is being worked on has had its time. */
  private int left(Set<String> seen) throws IOException, InterruptedException {
    int left = count(jobs);
    for (int i = 0; i < SILENT_RECEIVES && left > 0; i++) {
      advance("15s");
      receive(seen);
      left = count(jobs);
    }
    return left;
  }

  /** How the reading of the queue goes. */
  private String trouble() {
    return client(LambdaClient.class).listEventSourceMappings().eventSourceMappings()
        + ", stored: "
        + stored().size()
        + ", left: "
        + count(jobs)
        + ", untold: "
        + count(done);
  }

  private int count(String queue) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                q ->
                    q.queueUrl(queue)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return attributes.values().stream().mapToInt(Integer::parseInt).sum();
  }
}
