package io.nephele.services.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.EventBridgeConfiguration;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Buckets tell EventBridge and functions of their objects. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
@SuppressWarnings("unchecked")
final class BucketEventsTest {
  private static final String BUCKET = "telling";
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:keeper";
  private static final String KEEPER =
      """
      kept = []
      def handler(event, context):
        if 'Records' not in event:
          return kept
        kept.extend(event['Records'])
      """;

  @Inject S3Client s3;
  @Inject EventBridgeClient events;
  @Inject LambdaClient lambda;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @BeforeEach
  void bucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private void put(String text) {
    s3.putObject(p -> p.bucket(BUCKET).key("images/cat 1.png"), RequestBody.fromString(text));
  }

  private void delete() {
    s3.deleteObject(d -> d.bucket(BUCKET).key("images/cat 1.png"));
  }

  private static Map<String, Object> in(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.get(name);
  }

  @Test
  @Fact({"s3-099", "s3-117"})
  void everyEventReachesTheDefaultBusOnceTheBucketSaysSo() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    inbox.listen(
        events,
        "objects",
        "{\"source\":[\"aws.s3\"],\"detail\":{\"bucket\":{\"name\":[\"telling\"]}}}");
    put("unheard");
    clock.advance(Duration.ofSeconds(1));
    assertThat(inbox.bodies()).isEmpty();

    s3.putBucketNotificationConfiguration(
        n ->
            n.bucket(BUCKET)
                .notificationConfiguration(
                    c -> c.eventBridgeConfiguration(EventBridgeConfiguration.builder().build())));
    put("heard");
    delete();
    clock.advance(Duration.ofSeconds(1));

    List<Map<String, Object>> told =
        inbox.bodies().stream().map(body -> (Map<String, Object>) JsonText.parse(body)).toList();
    assertThat(told)
        .extracting(event -> event.get("detail-type"))
        .containsExactlyInAnyOrder("Object Created", "Object Deleted");
    Map<String, Object> created =
        told.stream()
            .filter(event -> event.get("detail-type").equals("Object Created"))
            .findFirst()
            .orElseThrow();
    assertThat(created)
        .containsEntry("source", "aws.s3")
        .containsEntry("account", "000000000000")
        .containsEntry("region", "us-east-1")
        .containsEntry("resources", List.of("arn:aws:s3:::telling"));
    Map<String, Object> detail = in(created, "detail");
    assertThat(detail).containsEntry("reason", "PutObject").containsEntry("version", "0");
    assertThat(in(detail, "object"))
        .containsEntry("key", "images/cat 1.png")
        .containsEntry("size", 5)
        .containsKeys("etag", "sequencer");
  }

  @Test
  @Fact({"s3-085", "s3-151"})
  void aFunctionIsInvokedWithTheBucketAndTheKeyIfItPermitsTheBucket() throws IOException {
    function();
    assertThatThrownBy(this::notifyFunction)
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("Unable to validate the following destination configurations");
    lambda.addPermission(
        p ->
            p.functionName("keeper")
                .statementId("bucket")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::telling")
                .sourceAccount("000000000000"));
    notifyFunction();
    put("first");
    clock.advance(Duration.ofSeconds(1));
    put("second");
    clock.advance(Duration.ofSeconds(1));
    delete();
    clock.advance(Duration.ofSeconds(1));

    List<Map<String, Object>> records =
        (List<Map<String, Object>>)
            (List<?>)
                JsonText.parse(
                    lambda
                        .invoke(
                            i -> i.functionName("keeper").payload(SdkBytes.fromUtf8String("{}")))
                        .payload()
                        .asUtf8String());
    assertThat(records)
        .extracting(record -> record.get("eventName"))
        .containsExactly("ObjectCreated:Put", "ObjectCreated:Put", "ObjectRemoved:Delete");
    Map<String, Object> told = in(records.getFirst(), "s3");
    assertThat(told).containsEntry("configurationId", "keep");
    assertThat(in(told, "bucket")).containsEntry("name", BUCKET);
    assertThat(in(told, "object")).containsEntry("key", "images/cat+1.png");
  }

  private void notifyFunction() {
    s3.putBucketNotificationConfiguration(
        n ->
            n.bucket(BUCKET)
                .notificationConfiguration(
                    c ->
                        c.lambdaFunctionConfigurations(
                            LambdaFunctionConfiguration.builder()
                                .id("keep")
                                .lambdaFunctionArn(FUNCTION)
                                .events(Event.S3_OBJECT_CREATED, Event.S3_OBJECT_REMOVED)
                                .build())));
  }

  private void function() throws IOException {
    String role =
        iam.createRole(
                r ->
                    r.roleName("runs")
                        .assumeRolePolicyDocument(
                            """
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                            "Action":"sts:AssumeRole",
                            "Principal":{"Service":"lambda.amazonaws.com"}}]}\
                            """))
            .role()
            .arn();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("index.py"));
      zip.write(KEEPER.getBytes(StandardCharsets.UTF_8));
    }
    lambda.createFunction(
        f ->
            f.functionName("keeper")
                .role(role)
                .runtime("python3.13")
                .handler("index.handler")
                .code(c -> c.zipFile(SdkBytes.fromByteArray(bytes.toByteArray()))));
  }
}
