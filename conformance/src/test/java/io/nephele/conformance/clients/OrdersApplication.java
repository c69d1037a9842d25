package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Clients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * An application as its authors write it for AWS, deployed by the AWS CLI: an upload starts a
 * function that writes to a table, whose stream starts another one that publishes to a topic, which
 * fans out to a queue. What the second one refuses goes to a queue of its own.
 */
final class OrdersApplication {
  private static final String ACCOUNT = "000000000000";
  private static final String ARN = "arn:aws:%s:us-east-1:" + ACCOUNT + ":%s";
  private static final int RECEIVES = 3;

  private final Path folder;
  private final AwsCli aws;
  private final DynamoDbClient dynamoDb;
  private final IamClient iam;
  private final S3Client s3;
  private final SnsClient sns;
  private final SqsClient sqs;

  OrdersApplication(Path folder, URI endpoint) {
    this.folder = folder;
    this.aws = AwsCli.in(folder, endpoint);
    this.dynamoDb = client(DynamoDbClient.class, endpoint);
    this.iam = client(IamClient.class, endpoint);
    this.s3 = client(S3Client.class, endpoint);
    this.sns = client(SnsClient.class, endpoint);
    this.sqs = client(SqsClient.class, endpoint);
  }

  private static <C extends SdkClient> C client(Class<C> type, URI endpoint) {
    return Clients.create(type, endpoint, "us-east-1", ACCOUNT);
  }

  /** Deploys it in one language, uploads orders, and looks at all that has to come of them. */
  void runs(OrdersPackage code) {
    String kitchen = queue("kitchen", "sns.amazonaws.com");
    String refused = queue("refused", "lambda.amazonaws.com");
    deploy(code, table(), topic());

    upload(
        Map.of(
            "1 a.json", "{\"dish\":\"coffee\",\"quantity\":2}",
            "2.json", "{\"dish\":\"nothing\",\"quantity\":0}"));

    assertThat(bodies(kitchen, 1)).as(this::trouble).containsExactly("2 coffee");
    assertThat(bodies(refused, 1))
        .as(this::trouble)
        .singleElement()
        .asString()
        .contains("\"condition\":\"RetryAttemptsExhausted\"");
    assertThat(item("orders/1 a.json"))
        .containsEntry("dish", AttributeValue.fromS("coffee"))
        .containsEntry("quantity", AttributeValue.fromN("2"));
    assertThat(logs("store"))
        .contains("\"order\":\"orders/1 a.json\"", "\"service\":\"shop\"", "orders/2.json");
    assertThat(
            aws.query(
                "Metrics[].MetricName", "cloudwatch", "list-metrics", "--namespace", "Orders"))
        .contains("OrdersStored", "ColdStart");
  }

  private String queue(String name, String service) {
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},\
        "Action":"sqs:SendMessage","Resource":"*"}]}\
        """
            .formatted(service);
    return sqs.createQueue(
            q -> q.queueName(name).attributes(Map.of(QueueAttributeName.POLICY, policy)))
        .queueUrl();
  }

  private String topic() {
    String topic = sns.createTopic(t -> t.name("orders")).topicArn();
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint(ARN.formatted("sqs", "kitchen"))
                .attributes(Map.of("RawMessageDelivery", "true")));
    return topic;
  }

  /** A table with a stream, whose ARN is returned. */
  private String table() {
    KeySchemaElement key =
        KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build();
    AttributeDefinition id =
        AttributeDefinition.builder()
            .attributeName("id")
            .attributeType(ScalarAttributeType.S)
            .build();
    return dynamoDb
        .createTable(
            t ->
                t.tableName("orders")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(List.of(key))
                    .attributeDefinitions(List.of(id))
                    .streamSpecification(
                        s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)))
        .tableDescription()
        .latestStreamArn();
  }

  private void deploy(OrdersPackage code, String stream, String topic) {
    s3.createBucket(b -> b.bucket("uploads"));
    s3.createBucket(b -> b.bucket("deployments"));
    aws.ok("s3", "cp", code.archive().toString(), "s3://deployments/orders.zip");
    create(
        "announce",
        code.runtime(),
        code.announce(),
        "TOPIC=" + topic,
        """
        {"Effect":"Allow","Action":"sns:Publish","Resource":"%s"},\
        {"Effect":"Allow","Action":"sqs:SendMessage","Resource":"%s"},\
        {"Effect":"Allow","Action":["dynamodb:DescribeStream","dynamodb:GetRecords",\
        "dynamodb:GetShardIterator","dynamodb:ListStreams"],"Resource":"%s"}\
        """
            .formatted(topic, ARN.formatted("sqs", "refused"), stream));
    aws.ok(
        "lambda",
        "create-event-source-mapping",
        "--function-name=announce",
        "--event-source-arn=" + stream,
        "--starting-position=TRIM_HORIZON",
        "--function-response-types=ReportBatchItemFailures",
        "--maximum-retry-attempts=0",
        "--destination-config=OnFailure={Destination=" + ARN.formatted("sqs", "refused") + "}");
    create(
        "store",
        code.runtime(),
        code.store(),
        "TABLE=orders",
        """
        {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::uploads/*"},\
        {"Effect":"Allow","Action":"dynamodb:PutItem","Resource":"%s"}\
        """
            .formatted(ARN.formatted("dynamodb", "table/orders")));
    aws.ok(
        "lambda",
        "add-permission",
        "--function-name=store",
        "--statement-id=uploads",
        "--action=lambda:InvokeFunction",
        "--principal=s3.amazonaws.com",
        "--source-arn=arn:aws:s3:::uploads");
    aws.ok(
        "s3api",
        "put-bucket-notification-configuration",
        "--bucket=uploads",
        "--notification-configuration",
        """
        {"LambdaFunctionConfigurations":[{"LambdaFunctionArn":"%s",\
        "Events":["s3:ObjectCreated:*"]}]}\
        """
            .formatted(ARN.formatted("lambda", "function:store")));
  }

  /** A function with a role that may write logs, and do what those statements allow. */
  private void create(
      String name, String runtime, String handler, String variable, String statements) {
    String trust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
        "Principal":{"Service":"lambda.amazonaws.com"}}]}\
        """;
    String policy =
        """
        {"Version":"2012-10-17","Statement":[%s,{"Effect":"Allow","Action":["logs:CreateLogGroup",\
        "logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]}\
        """
            .formatted(statements);
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust));
    iam.putRolePolicy(r -> r.roleName(name).policyName("own").policyDocument(policy));
    aws.ok(
        "lambda",
        "create-function",
        "--function-name=" + name,
        "--runtime=" + runtime,
        "--handler=" + handler,
        "--role=arn:aws:iam::" + ACCOUNT + ":role/" + name,
        "--code=S3Bucket=deployments,S3Key=orders.zip",
        "--memory-size=512",
        "--timeout=60",
        "--environment",
        "Variables={POWERTOOLS_SERVICE_NAME=shop,POWERTOOLS_METRICS_NAMESPACE=Orders,"
            + variable
            + "}");
  }

  private void upload(Map<String, String> orders) {
    try {
      Path all = Files.createDirectory(folder.resolve("orders"));
      for (Map.Entry<String, String> order : orders.entrySet()) {
        Files.writeString(all.resolve(order.getKey()), order.getValue());
      }
      aws.ok("s3", "cp", "--recursive", all.toString(), "s3://uploads/orders");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The different bodies of a queue's messages, as soon as there are so many. */
  private Set<String> bodies(String queue, int count) {
    Set<String> found = new HashSet<>();
    for (int i = 0; i < RECEIVES && found.size() < count; i++) {
      for (Message message :
          sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(20))
              .messages()) {
        found.add(message.body());
      }
    }
    return found;
  }

  private Map<String, AttributeValue> item(String id) {
    return dynamoDb
        .getItem(g -> g.tableName("orders").key(Map.of("id", AttributeValue.fromS(id))))
        .item();
  }

  /** What was logged, and how the reading of the stream goes. */
  private String trouble() {
    return aws.run("lambda", "list-event-source-mappings").output()
        + logs("store")
        + logs("announce");
  }

  private String logs(String function) {
    return aws.run(
            "logs",
            "filter-log-events",
            "--log-group-name=/aws/lambda/" + function,
            "--query=events[].message",
            "--output=text")
        .output();
  }
}
