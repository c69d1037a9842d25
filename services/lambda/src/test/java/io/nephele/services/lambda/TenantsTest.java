package io.nephele.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.TenantIsolationMode;

/** Tenants of a function share no environment. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TenantsTest {
  private static final String COUNT =
      """
      seen = []
      def handler(event, context):
        seen.append(context.tenant_id)
        return seen
      """;

  @Inject Nephele nephele;
  @Inject LambdaClient lambda;
  @Inject VirtualClock clock;

  private String invoke(String name, String tenant) {
    return lambda
        .invoke(b -> b.functionName(name).tenantId(tenant).payload(SdkBytes.fromUtf8String("{}")))
        .payload()
        .asUtf8String();
  }

  @Test
  void eachHasItsOwnEnvironment() {
    TestFunctions functions = new TestFunctions(nephele);
    String role = functions.role("runner");
    functions.python(
        "shared",
        role,
        COUNT,
        b -> b.tenancyConfig(t -> t.tenantIsolationMode(TenantIsolationMode.PER_TENANT)));
    assertThat(
            lambda
                .getFunctionConfiguration(b -> b.functionName("shared"))
                .tenancyConfig()
                .tenantIsolationModeAsString())
        .isEqualTo("PER_TENANT");
    assertThat(invoke("shared", "blue")).isEqualTo("[\"blue\"]");
    assertThat(invoke("shared", "green")).isEqualTo("[\"green\"]");
    lambda.invoke(
        b ->
            b.functionName("shared")
                .tenantId("green")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{}")));
    clock.advance(Duration.ofSeconds(1));
    assertThat(invoke("shared", "blue")).isEqualTo("[\"blue\", \"blue\"]");
    assertThat(invoke("shared", "green")).isEqualTo("[\"green\", \"green\", \"green\"]");
    assertThatThrownBy(() -> invoke("shared", null))
        .hasMessageContaining(
            "The invoked function is enabled with tenancy configuration. Add a valid tenant ID");
    assertThatThrownBy(
            () ->
                lambda.createFunctionUrlConfig(
                    b -> b.functionName("shared").authType(FunctionUrlAuthType.NONE)))
        .hasMessageContaining("not supported for functions with tenant isolation mode");
    functions.python("plain", role, COUNT);
    assertThatThrownBy(() -> invoke("plain", "blue"))
        .hasMessageContaining("The invoked function is not enabled with tenancy configuration.");
  }
}
