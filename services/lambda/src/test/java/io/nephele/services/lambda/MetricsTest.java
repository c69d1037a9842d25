package io.nephele.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** Invocations are told to CloudWatch. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MetricsTest {
  @Inject Nephele nephele;
  @Inject LambdaClient lambda;

  private StatisticSet of(String metric, String unit) {
    return of(metric, unit, Map.of("FunctionName", "fail"));
  }

  private StatisticSet inAccount(String metric) {
    return of(metric, "Count", Map.of());
  }

  private StatisticSet of(String metric, String unit, Map<String, String> dimensions) {
    MetricKey key =
        new MetricKey(TestFunctions.ACCOUNT, "us-east-1", "AWS/Lambda", metric, dimensions, unit);
    return nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).values().stream()
        .reduce(StatisticSet::plus)
        .orElse(null);
  }

  @Test
  @Fact({"lambda-007", "lambda-108", "lambda-159", "lambda-160"})
  void runsErrorsAndThrottlesAreCounted() {
    TestFunctions functions = new TestFunctions(nephele);
    functions.python(
        "fail", functions.role("runner"), "def handler(e, c):\n  return 1 / e['by']\n");
    functions.invoke("fail", "{\"by\": 1}");
    functions.invoke("fail", "{\"by\": 0}");
    lambda.putFunctionConcurrency(b -> b.functionName("fail").reservedConcurrentExecutions(0));
    assertThatThrownBy(() -> functions.invoke("fail", "{}")).isInstanceOf(LambdaException.class);
    assertThat(of("Invocations", "Count").sum()).isEqualTo(2);
    assertThat(of("Errors", "Count").sum()).isEqualTo(1);
    assertThat(of("Throttles", "Count").sum()).isGreaterThanOrEqualTo(1);
    assertThat(of("Duration", "Milliseconds").sampleCount()).isEqualTo(2);
    assertThat(of("ConcurrentExecutions", "Count").maximum()).isEqualTo(1);
    assertThat(inAccount("ConcurrentExecutions").maximum()).isEqualTo(1);
    assertThat(inAccount("UnreservedConcurrentExecutions").maximum()).isEqualTo(1);
    assertThat(of("MaxMemoryUsed", "Megabytes")).isNull();
  }
}
