package io.nephele.services.lambda;

import static io.nephele.services.lambda.TestFunctions.may;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;

/** Policies of functions and layers decide who may use them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PermissionsTest {
  private static final String OTHER = "111122223333";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:keeper";

  @Inject Nephele nephele;
  @Inject LambdaClient lambda;
  @Inject S3Client s3;
  @Inject VirtualClock clock;

  private TestFunctions functions;
  private LambdaClient other;

  @BeforeEach
  void function() {
    functions = new TestFunctions(nephele);
    functions.python(
        "keeper", functions.role("runner"), TestFunctions.KEEPER, b -> b.publish(true));
    other = Clients.create(LambdaClient.class, nephele.endpoint(), "us-east-1", OTHER);
  }

  private void invokeByOther(String function) {
    other.invoke(b -> b.functionName(function).payload(SdkBytes.fromUtf8String("{}")));
  }

  @Test
  @Fact({"lambda-041", "lambda-067", "lambda-068", "lambda-104"})
  void otherAccountsNeedAPermission() {
    lambda.createAlias(b -> b.functionName("keeper").name("live").functionVersion("1"));
    assertThatThrownBy(() -> invokeByOther(ARN))
        .isInstanceOfSatisfying(
            LambdaException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    String statement =
        lambda
            .addPermission(
                b ->
                    b.functionName("keeper")
                        .qualifier("live")
                        .statementId("other")
                        .action("lambda:InvokeFunction")
                        .principal(OTHER))
            .statement();
    assertThat(statement)
        .isEqualTo(
            "{\"Sid\":\"other\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::111122223333:root\"},\"Action\":\"lambda:InvokeFunction\","
                + "\"Resource\":\""
                + ARN
                + ":live\"}");
    invokeByOther(ARN + ":live");
    assertThatThrownBy(() -> invokeByOther(ARN)).isInstanceOf(LambdaException.class);
    assertThat(lambda.getPolicy(b -> b.functionName("keeper").qualifier("live")).policy())
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[" + statement + "]}");
    assertThatThrownBy(() -> lambda.getPolicy(b -> b.functionName("keeper")))
        .hasMessageContaining("The resource you requested does not exist.");
    lambda.removePermission(b -> b.functionName("keeper").qualifier("live").statementId("other"));
    assertThatThrownBy(() -> invokeByOther(ARN + ":live")).isInstanceOf(LambdaException.class);
  }

  @Test
  void statementsAreTold() {
    lambda.addPermission(
        b ->
            b.functionName("keeper")
                .statementId("s3")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com")
                .sourceAccount(TestFunctions.ACCOUNT)
                .sourceArn("arn:aws:s3:::b"));
    assertThat(lambda.getPolicy(b -> b.functionName("keeper")).policy())
        .contains(
            "\"Principal\":{\"Service\":\"s3.amazonaws.com\"}",
            "\"Condition\":{\"StringEquals\":{\"AWS:SourceAccount\":\"000000000000\"},"
                + "\"ArnLike\":{\"AWS:SourceArn\":\"arn:aws:s3:::b\"}}");
    assertThatThrownBy(
            () ->
                lambda.addPermission(
                    b ->
                        b.functionName("keeper")
                            .statementId("s3")
                            .action("lambda:InvokeFunction")
                            .principal("s3.amazonaws.com")))
        .hasMessageContaining("The statement id (s3) provided already exists.");
    assertThatThrownBy(
            () ->
                lambda.addPermission(
                    b ->
                        b.functionName("keeper")
                            .statementId("x")
                            .action("lambda:InvokeFunction")
                            .principal("nonsense")))
        .hasMessageContaining("The provided principal was invalid.");
    assertThatThrownBy(
            () -> lambda.removePermission(b -> b.functionName("keeper").statementId("none")))
        .hasMessageContaining("Statement none is not found in resource policy.");
  }

  @Test
  @Fact({"lambda-029", "lambda-049", "lambda-057", "lambda-172"})
  void bucketsInvokeWhereTheyMay() {
    s3.createBucket(b -> b.bucket("pushing"));
    lambda.addPermission(
        b ->
            b.functionName("keeper")
                .statementId("s3")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::pushing"));
    s3.putBucketNotificationConfiguration(
        b ->
            b.bucket("pushing")
                .notificationConfiguration(
                    n ->
                        n.lambdaFunctionConfigurations(
                            LambdaFunctionConfiguration.builder()
                                .lambdaFunctionArn(ARN)
                                .events(Event.S3_OBJECT_CREATED)
                                .build())));
    s3.putObject(b -> b.bucket("pushing").key("k"), RequestBody.fromString("x"));
    clock.advance(Duration.ofSeconds(2));
    List<Map<String, Object>> kept = functions.kept("keeper");
    assertThat(kept).isNotEmpty();
    assertThat(kept.getLast()).containsEntry("eventSource", "aws:s3");
    assertThat(lambda.listEventSourceMappings(b -> {}).eventSourceMappings()).isEmpty();
  }

  @Test
  @Fact({
    "lambda-043",
    "lambda-044",
    "lambda-045",
    "lambda-046",
    "lambda-047",
    "lambda-079",
    "lambda-080",
    "lambda-144"
  })
  void layersAreShared() {
    PublishLayerVersionResponse layer =
        lambda.publishLayerVersion(
            b ->
                b.layerName("words")
                    .compatibleRuntimes(Runtime.PYTHON3_13)
                    .compatibleArchitectures(Architecture.X86_64)
                    .content(c -> c.zipFile(Zips.of("python/words.py", "word = 'shared'\n"))));
    assertThat(layer.layerVersionArn())
        .isEqualTo("arn:aws:lambda:us-east-1:000000000000:layer:words:1");
    String source = "import words\ndef handler(e, c):\n  return words.word\n";
    String role = functions.role("second", may("s3:*", "*"));
    functions.python("one", role, source, b -> b.layers(layer.layerVersionArn()));
    functions.python("two", role, source);
    assertThat(functions.invoke("two", "{}").payload().asUtf8String())
        .contains("No module named 'words'");
    lambda.updateFunctionConfiguration(b -> b.functionName("two").layers(layer.layerVersionArn()));
    for (String name : List.of("one", "two")) {
      assertThat(functions.invoke(name, "{}").payload().asUtf8String()).isEqualTo("\"shared\"");
    }
    assertThat(lambda.listLayers(b -> b.compatibleRuntime(Runtime.PYTHON3_12)).layers()).isEmpty();
    assertThat(lambda.listLayers(b -> b.compatibleRuntime(Runtime.PYTHON3_13)).layers()).hasSize(1);
    String base = "arn:aws:lambda:us-east-1:000000000000:layer:l";
    assertThatThrownBy(
            () ->
                lambda.updateFunctionConfiguration(
                    b ->
                        b.functionName("one")
                            .layers(
                                base + "1:1",
                                base + "2:1",
                                base + "3:1",
                                base + "4:1",
                                base + "5:1",
                                base + "6:1")))
        .hasMessageContaining("Cannot reference more than 5 layers.");
    assertThatThrownBy(() -> other.getLayerVersionByArn(b -> b.arn(layer.layerVersionArn())))
        .isInstanceOf(LambdaException.class);
    lambda.addLayerVersionPermission(
        b ->
            b.layerName("words")
                .versionNumber(1L)
                .statementId("all")
                .action("lambda:GetLayerVersion")
                .principal("*"));
    assertThat(other.getLayerVersionByArn(b -> b.arn(layer.layerVersionArn())).content().codeSize())
        .isPositive();
    lambda.deleteLayerVersion(b -> b.layerName("words").versionNumber(1L));
    lambda.updateFunctionConfiguration(b -> b.functionName("two").description("a new start"));
    assertThat(functions.invoke("two", "{}").payload().asUtf8String())
        .as("a deleted layer stays with its functions")
        .isEqualTo("\"shared\"");
  }
}
