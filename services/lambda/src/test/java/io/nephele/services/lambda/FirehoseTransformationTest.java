package io.nephele.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ProcessorParameterName;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A function transforms what Firehose delivers. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FirehoseTransformationTest {
  private static final String SOURCE =
      """
      import base64
      def handler(event, context):
        records = []
        for r in event['records']:
          data = base64.b64decode(r['data']).decode()
          result = 'Dropped' if data == 'drop' else 'ProcessingFailed' if data == 'fail' else 'Ok'
          records.append({'recordId': r['recordId'], 'result': result,
            'data': base64.b64encode(data.upper().encode()).decode()})
        return {'records': records}
      """;

  @Inject Nephele nephele;
  @Inject FirehoseClient firehose;
  @Inject S3Client s3;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @Test
  @Fact({"firehose-004", "firehose-012"})
  void recordsAreTransformedDroppedOrKeptAsFailures() {
    TestFunctions functions = new TestFunctions(nephele);
    String function = functions.python("shout", functions.role("runner"), SOURCE).functionArn();
    s3.createBucket(b -> b.bucket("out"));
    String role =
        iam.createRole(
                r ->
                    r.roleName("delivers")
                        .assumeRolePolicyDocument(
                            """
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                            "Action":"sts:AssumeRole",
                            "Principal":{"Service":"firehose.amazonaws.com"}}]}\
                            """))
            .role()
            .arn();
    iam.putRolePolicy(
        r ->
            r.roleName("delivers")
                .policyName("may")
                .policyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":["
                        + TestFunctions.may("s3:*", "*")
                        + ","
                        + TestFunctions.may("lambda:InvokeFunction", function)
                        + "]}"));
    firehose.createDeliveryStream(
        c ->
            c.deliveryStreamName("shouted")
                .extendedS3DestinationConfiguration(
                    d ->
                        d.roleARN(role)
                            .bucketARN("arn:aws:s3:::out")
                            .bufferingHints(b -> b.intervalInSeconds(60).sizeInMBs(1))
                            .processingConfiguration(
                                p -> p.enabled(true).processors(List.of(processor(function))))));
    for (String data : List.of("one ", "drop", "fail", "two")) {
      firehose.putRecord(
          p -> p.deliveryStreamName("shouted").record(r -> r.data(SdkBytes.fromUtf8String(data))));
    }
    clock.advance(Duration.ofSeconds(70));

    Map<Boolean, List<String>> keys =
        s3.listObjectsV2(l -> l.bucket("out")).contents().stream()
            .map(S3Object::key)
            .collect(
                java.util.stream.Collectors.partitioningBy(
                    key -> key.startsWith("processing-failed/")));
    assertThat(keys.get(false)).hasSize(1);
    assertThat(text(keys.get(false).getFirst())).isEqualTo("ONE TWO");
    assertThat(keys.get(true)).hasSize(1);
    assertThat(text(keys.get(true).getFirst()))
        .contains(
            "\"errorCode\":\"Lambda.ProcessingFailedStatus\"",
            "\"rawData\":\""
                + Base64.getEncoder()
                    .encodeToString("fail".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "\"",
            "\"lambdaArn\":\"" + function + "\"");
  }

  private static software.amazon.awssdk.services.firehose.model.Processor processor(
      String function) {
    return software.amazon.awssdk.services.firehose.model.Processor.builder()
        .type(ProcessorType.LAMBDA)
        .parameters(
            List.of(
                software.amazon.awssdk.services.firehose.model.ProcessorParameter.builder()
                    .parameterName(ProcessorParameterName.LAMBDA_ARN)
                    .parameterValue(function)
                    .build()))
        .build();
  }

  private String text(String key) {
    return s3.getObjectAsBytes(g -> g.bucket("out").key(key)).asUtf8String();
  }
}
