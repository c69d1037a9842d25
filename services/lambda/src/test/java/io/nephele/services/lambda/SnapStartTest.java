package io.nephele.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;

/** Versions of functions with SnapStart are initialised when they are published. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SnapStartTest {
  private static final String HOW =
      """
      import os
      def handler(event, context):
        return os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']
      """;

  @Inject Nephele nephele;
  @Inject LambdaClient lambda;
  @Inject VirtualClock clock;

  private TestFunctions functions;

  @BeforeEach
  void functions() {
    functions = new TestFunctions(nephele);
    functions.python(
        "snap",
        functions.role("runner"),
        HOW,
        b -> b.snapStart(s -> s.applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS)));
  }

  private GetFunctionConfigurationResponse version(String number) {
    return lambda.getFunctionConfiguration(b -> b.functionName("snap").qualifier(number));
  }

  @Test
  void aVersionIsPendingUntilItIsInitialised() {
    assertThat(version("$LATEST").snapStart().optimizationStatusAsString()).isEqualTo("Off");
    assertThat(functions.invoke("snap", "{}").payload().asUtf8String()).isEqualTo("\"on-demand\"");
    assertThat(lambda.publishVersion(b -> b.functionName("snap")).stateAsString())
        .isEqualTo("Pending");
    assertThatThrownBy(() -> functions.invoke("snap:1", "{}"))
        .hasMessageContaining("The function is currently in the following state: Pending");

    clock.advance(Duration.ofSeconds(1));
    assertThat(version("1").stateAsString()).isEqualTo("Active");
    assertThat(version("1").snapStart().optimizationStatusAsString()).isEqualTo("On");
    InvokeResponse done = lambda.invoke(b -> b.functionName("snap:1").logType(LogType.TAIL));
    assertThat(done.payload().asUtf8String()).isEqualTo("\"snap-start\"");
    assertThat(new String(Base64.getDecoder().decode(done.logResult()), StandardCharsets.UTF_8))
        .contains("\tRestore Duration: ", "\tBilled Restore Duration: ")
        .doesNotContain("\tInit Duration: ");
    assertThat(lambda.publishVersion(b -> b.functionName("snap")).version())
        .as("nothing has changed")
        .isEqualTo("1");
  }

  @Test
  void whatCannotBeInitialisedFails() {
    lambda.updateFunctionCode(
        b -> b.functionName("snap").publish(true).zipFile(Zips.python("raise ValueError('no')\n")));
    clock.advance(Duration.ofSeconds(1));
    assertThat(version("1").stateAsString()).isEqualTo("Failed");
    assertThat(version("1").stateReasonCodeAsString()).isEqualTo("FunctionError");
    assertThat(version("1").stateReason()).isEqualTo("no");
    assertThatThrownBy(() -> functions.invoke("snap:1", "{}"))
        .hasMessageContaining("The function is currently in the following state: Failed");
  }

  @Test
  void notEveryFunctionCanHaveIt() {
    assertThatThrownBy(
            () ->
                lambda.updateFunctionConfiguration(
                    b -> b.functionName("snap").runtime("nodejs22.x")))
        .hasMessageContaining("nodejs22.x is not supported for SnapStart enabled functions.");
    assertThatThrownBy(
            () ->
                lambda.updateFunctionConfiguration(
                    b -> b.functionName("snap").ephemeralStorage(e -> e.size(513))))
        .hasMessageContaining("more than 512 MB of ephemeral storage");
  }
}
