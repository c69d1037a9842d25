package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Terraform's topics, delivery streams, functions, rules and log groups: made, changed in place,
 * destroyed; a plan in between finds nothing.
 */
@NepheleTest(virtualClock = false)
class TerraformMessagingTest {
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void resourcesAreMadeChangedAndDestroyed(
      URI endpoint, LambdaClient lambda, @TempDir Path folder) {
    FunctionCode.zip(folder, "app.py", "def handler(event, context):\n  return 1\n");
    Terraform terraform = Terraform.in(folder, endpoint, "terraform-messaging", "main.tf");
    terraform.apply("stage=1");
    terraform.planIsEmpty("stage=1");
    assertThat(lambda.getFunctionConfiguration(request -> request.functionName("worker:live")))
        .satisfies(live -> assertThat(live.version()).isEqualTo("1"))
        .satisfies(live -> assertThat(live.timeout()).isEqualTo(3));

    assertThat(terraform.apply("stage=2"))
        .as("every change is made in place")
        .containsPattern("Plan: 0 to add, [0-9]+ to change, 0 to destroy");
    terraform.planIsEmpty("stage=2");
    assertThat(lambda.getFunctionConfiguration(request -> request.functionName("worker:live")))
        .satisfies(live -> assertThat(live.version()).isEqualTo("2"))
        .satisfies(live -> assertThat(live.timeout()).isEqualTo(5));

    terraform.destroy("stage=2");
    assertThat(lambda.listFunctions().functions()).isEmpty();
  }
}
