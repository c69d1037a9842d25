package io.nephele.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * An application as its authors would write it for AWS: an upload starts a function that writes to
 * a table, whose stream starts another one that publishes to a topic, which fans out to a queue.
 */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ApplicationTest {
  private static final String RUNTIME = "python3.11";
  private static final String PROBE = "import boto3\ndef handler(event, context):\n  return 1\n";

  private static final String STORE =
      """
      import boto3, json, urllib.parse
      s3 = boto3.client('s3')
      table = boto3.resource('dynamodb').Table('orders')
      def handler(event, context):
        for record in event['Records']:
          key = urllib.parse.unquote_plus(record['s3']['object']['key'])
          body = s3.get_object(Bucket=record['s3']['bucket']['name'], Key=key)['Body'].read()
          table.put_item(Item={'id': key, 'dish': json.loads(body)['dish']})
      """;

  private static final String ANNOUNCE =
      """
      import boto3, os
      sns = boto3.client('sns')
      def handler(event, context):
        for record in event['Records']:
          image = record['dynamodb']['NewImage']
          sns.publish(TopicArn=os.environ['TOPIC'], Message=image['dish']['S'] + ' is ordered')
      """;

  @Inject Nephele nephele;
  @Inject LambdaClient lambda;
  @Inject S3Client s3;
  @Inject DynamoDbClient dynamoDb;
  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  @Fact({"dynamodb-072"})
  void anUploadComesThroughFunctionsTableStreamAndTopicToAQueue() {
    String topic = sns.createTopic(t -> t.name("orders")).topicArn();
    String queue = subscribe(topic);
    String stream = table();
    TestFunctions functions = new TestFunctions(nephele);
    functions.python("probe", functions.role("prober"), PROBE, f -> f.runtime(RUNTIME));
    assumeThat(functions.invoke("probe", "{}").functionError())
        .as("the machine's Python has boto3, as AWS's has")
        .isNull();
    functions.python(
        "announce",
        functions.role(
            "announcer",
            TestFunctions.may("sns:Publish", topic),
            TestFunctions.may("dynamodb:*", "*")),
        ANNOUNCE,
        f -> f.environment(e -> e.variables(Map.of("TOPIC", topic))).timeout(30).runtime(RUNTIME));
    lambda.createEventSourceMapping(
        m ->
            m.functionName("announce")
                .eventSourceArn(stream)
                .startingPosition(EventSourcePosition.TRIM_HORIZON));
    upload(functions);

    Message message = null;
    for (int i = 0; i < 60 && message == null; i++) {
      clock.advance(Duration.ofSeconds(1));
      List<Message> found = sqs.receiveMessage(r -> r.queueUrl(queue)).messages();
      message = found.isEmpty() ? null : found.getFirst();
    }
    assertThat(message).isNotNull();
    assertThat(message.body()).isEqualTo("coffee is ordered");
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(
                g ->
                    g.tableName("orders")
                        .key(Map.of("id", AttributeValue.fromS("orders/1 a.json"))))
            .item();
    assertThat(item.get("dish").s()).isEqualTo("coffee");
  }

  private void upload(TestFunctions functions) {
    String arn =
        functions
            .python(
                "store",
                functions.role(
                    "storer",
                    TestFunctions.may("s3:GetObject", "arn:aws:s3:::uploads/*"),
                    TestFunctions.may("dynamodb:PutItem", "*")),
                STORE,
                f -> f.timeout(30).runtime(RUNTIME))
            .functionArn();
    lambda.addPermission(
        p ->
            p.functionName("store")
                .statementId("s3")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::uploads"));
    s3.createBucket(b -> b.bucket("uploads"));
    s3.putBucketNotificationConfiguration(
        n ->
            n.bucket("uploads")
                .notificationConfiguration(
                    c ->
                        c.lambdaFunctionConfigurations(
                            List.of(
                                software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration
                                    .builder()
                                    .lambdaFunctionArn(arn)
                                    .events(Event.S3_OBJECT_CREATED)
                                    .build()))));
    s3.putObject(
        p -> p.bucket("uploads").key("orders/1 a.json"),
        RequestBody.fromString("{\"dish\": \"coffee\"}"));
  }

  /** A table with a stream, whose ARN is returned. */
  private String table() {
    return dynamoDb
        .createTable(
            c ->
                c.tableName("orders")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(
                        List.of(
                            software.amazon.awssdk.services.dynamodb.model.KeySchemaElement
                                .builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build()))
                    .attributeDefinitions(
                        List.of(
                            software.amazon.awssdk.services.dynamodb.model.AttributeDefinition
                                .builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build()))
                    .streamSpecification(
                        s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)))
        .tableDescription()
        .latestStreamArn();
  }

  /** A queue that gets what is published to a topic; its URL. */
  private String subscribe(String topic) {
    String url = sqs.createQueue(q -> q.queueName("kitchen")).queueUrl();
    String arn = "arn:aws:sqs:us-east-1:000000000000:kitchen";
    sqs.setQueueAttributes(
        a ->
            a.queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.POLICY,
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                        "Action":"sqs:SendMessage","Principal":{"Service":"sns.amazonaws.com"},
                        "Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}]}\
                        """
                            .formatted(arn, topic))));
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn)
                .attributes(Map.of("RawMessageDelivery", "true")));
    return url;
  }
}
