package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What services count, where metrics are, and how old clients ask. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ServiceMetricsTest {
  @Inject CloudWatchClient cloudWatch;
  @Inject SqsClient sqs;
  @Inject DynamoDbClient dynamo;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  @Test
  @Fact({"cloudwatch-027", "cloudwatch-034"})
  void servicesThatAreUsedHaveMetrics() {
    assertThat(cloudWatch.listMetrics(r -> r.namespace("AWS/SQS")).metrics()).isEmpty();
    Instant start = clock.now().minusSeconds(60);
    String url = sqs.createQueue(r -> r.queueName("orders")).queueUrl();
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("12345"));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("123"));
    assertThat(
            cloudWatch
                .listMetrics(r -> r.namespace("AWS/SQS").metricName("SentMessageSize"))
                .metrics())
        .hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    List<Datapoint> sizes =
        cloudWatch
            .getMetricStatistics(
                r ->
                    r.namespace("AWS/SQS")
                        .metricName("SentMessageSize")
                        .dimensions(Dimension.builder().name("QueueName").value("orders").build())
                        .startTime(start)
                        .endTime(clock.now())
                        .period(60)
                        .statistics(Statistic.SUM, Statistic.MAXIMUM))
            .datapoints();
    assertThat(sizes).hasSize(1);
    assertThat(sizes.getFirst().sum()).isEqualTo(8);
    assertThat(sizes.getFirst().maximum()).isEqualTo(5);
  }

  @Test
  @Fact({"cloudwatch-012", "cloudwatch-031"})
  void metricsAreOfOneRegion() {
    cloudWatch.putMetricData(
        r ->
            r.namespace("App")
                .metricData(MetricDatum.builder().metricName("Load").value(1.0).build()));
    assertThat(cloudWatch.listMetrics().metrics()).hasSize(1);
    try (CloudWatchClient other =
        CloudWatchClient.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build()) {
      assertThat(other.listMetrics().metrics()).isEmpty();
    }
  }

  @Test
  @Fact("cloudwatch-066")
  void clientsMaySpeakTheQueryProtocol() throws Exception {
    HttpResponse<String> put =
        query(
            "Action=PutMetricData&Namespace=App&MetricData.member.1.MetricName=Load"
                + "&MetricData.member.1.Value=3&MetricData.member.1.Dimensions.member.1.Name=Host"
                + "&MetricData.member.1.Dimensions.member.1.Value=a");
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(put.body()).contains("<PutMetricDataResponse");
    HttpResponse<String> read =
        query(
            "Action=GetMetricStatistics&Namespace=App&MetricName=Load&Period=60"
                + "&Dimensions.member.1.Name=Host&Dimensions.member.1.Value=a"
                + "&Statistics.member.1=Sum&StartTime="
                + encode(clock.now().minusSeconds(60).toString())
                + "&EndTime="
                + encode(clock.now().plusSeconds(60).toString()));
    assertThat(read.body()).contains("<Label>Load</Label>", "<Sum>3", "<Unit>None</Unit>");
    HttpResponse<String> wrong =
        query("Action=PutMetricData&Namespace=AWS%2FX&MetricData.member.1.MetricName=L");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("<Code>InvalidParameterValue</Code>");
    HttpResponse<String> alarm = query("Action=PutMetricAlarm&AlarmName=a");
    assertThat(alarm.body()).contains("<Code>ValidationError</Code>");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> query(String form) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/monitoring/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(form + "&Version=2010-08-01"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  @Fact("cloudwatch-005")
  void capacityOfTablesIsTold() {
    dynamo.createTable(
        r ->
            r.tableName("things")
                .keySchema(KeySchemaElement.builder().attributeName("k").keyType("HASH").build())
                .attributeDefinitions(
                    AttributeDefinition.builder().attributeName("k").attributeType("S").build())
                .provisionedThroughput(p -> p.readCapacityUnits(7L).writeCapacityUnits(8L)));
    clock.advance(Duration.ofMinutes(1));
    Map<String, AttributeValue> item = Map.of("k", AttributeValue.fromS("x"));
    dynamo.putItem(r -> r.tableName("things").item(item));
    dynamo.getItem(r -> r.tableName("things").key(item).consistentRead(true));
    assertThat(ofTable("ConsumedReadCapacityUnits").sum()).isEqualTo(1);
    assertThat(ofTable("ConsumedWriteCapacityUnits").sum()).isEqualTo(1);
    assertThat(ofTable("ProvisionedReadCapacityUnits").maximum()).isEqualTo(7);
    assertThat(ofTable("ProvisionedWriteCapacityUnits").maximum()).isEqualTo(8);
  }

  private Datapoint ofTable(String metric) {
    return cloudWatch
        .getMetricStatistics(
            r ->
                r.namespace("AWS/DynamoDB")
                    .metricName(metric)
                    .dimensions(Dimension.builder().name("TableName").value("things").build())
                    .startTime(clock.now().minusSeconds(60))
                    .endTime(clock.now().plusSeconds(60))
                    .period(60)
                    .statistics(Statistic.SUM, Statistic.MAXIMUM))
        .datapoints()
        .getLast();
  }
}
