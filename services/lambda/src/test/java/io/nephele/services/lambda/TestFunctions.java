package io.nephele.services.lambda;

import io.nephele.core.json.JsonText;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Makes functions and roles for tests. */
final class TestFunctions {
  static final String ACCOUNT = "000000000000";

  /** Keeps the records that it gets and returns them all to who sends none. */
  static final String KEEPER =
      """
      kept = []
      def handler(event, context):
        if 'Records' not in event:
          return kept
        if any(r.get('bad') for r in event['Records']):
          raise ValueError('bad')
        kept.extend(event['Records'])
      """;

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
          + "\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  private final Nephele nephele;
  private final LambdaClient lambda;

  TestFunctions(Nephele nephele) {
    this.nephele = nephele;
    this.lambda = Clients.create(LambdaClient.class, nephele.endpoint(), "us-east-1", ACCOUNT);
  }

  LambdaClient lambda() {
    return lambda;
  }

  /** A role that Lambda can assume, with those statements. */
  String role(String name, String... statements) {
    IamClient iam = Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", ACCOUNT);
    String arn = iam.createRole(b -> b.roleName(name).assumeRolePolicyDocument(TRUST)).role().arn();
    if (statements.length > 0) {
      iam.putRolePolicy(
          b ->
              b.roleName(name)
                  .policyName("own")
                  .policyDocument(
                      "{\"Version\":\"2012-10-17\",\"Statement\":["
                          + String.join(",", statements)
                          + "]}"));
    }
    return arn;
  }

  /** A statement of a role's policy. */
  static String may(String actions, String resource) {
    return "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}"
        .formatted(actions, resource);
  }

  /** A Python function of that source, whose handler is index.handler. */
  CreateFunctionResponse python(
      String name, String role, String source, Consumer<CreateFunctionRequest.Builder> more) {
    return lambda.createFunction(
        b -> {
          b.functionName(name)
              .role(role)
              .runtime("python3.13")
              .handler("index.handler")
              .code(c -> c.zipFile(Zips.python(source)));
          more.accept(b);
        });
  }

  CreateFunctionResponse python(String name, String role, String source) {
    return python(name, role, source, b -> {});
  }

  /** Invokes a function and waits for what it answers. */
  InvokeResponse invoke(String name, String payload) {
    return lambda.invoke(b -> b.functionName(name).payload(SdkBytes.fromUtf8String(payload)));
  }

  /** The records that a {@link #KEEPER} has got. */
  @SuppressWarnings("unchecked") // records are objects
  List<Map<String, Object>> kept(String name) {
    return (List<Map<String, Object>>)
        (List<?>) JsonText.parse(invoke(name, "{}").payload().asUtf8String());
  }
}
