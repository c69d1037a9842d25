package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

/** What data protection policies hide. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DataProtectionTest {
  private static final String POLICY =
      """
      {"Name":"p","Version":"2021-06-01","Statement":[
      {"DataIdentifier":[%1$s],"Operation":{"Audit":{"FindingsDestination":{}}}},
      {"DataIdentifier":[%1$s],"Operation":{"Deidentify":{"MaskConfig":{}}}}]}\
      """;

  @Inject CloudWatchLogsClient logs;
  @Inject VirtualClock clock;

  private static String policy(String... identifiers) {
    StringBuilder all = new StringBuilder();
    for (String each : identifiers) {
      all.append(all.isEmpty() ? "\"" : ",\"")
          .append("arn:aws:dataprotection::aws:data-identifier/")
          .append(each)
          .append('"');
    }
    return POLICY.formatted(all);
  }

  private void put(String document) {
    logs.putDataProtectionPolicy(r -> r.logGroupIdentifier("g").policyDocument(document));
  }

  private String read(boolean unmask) {
    return logs.getLogEvents(r -> r.logGroupName("g").logStreamName("s").unmask(unmask))
        .events()
        .getFirst()
        .message();
  }

  @Test
  void whatIsFoundIsMasked() {
    String message = "me@example.com 10.1.2.3 4111 1111 1111 1111 not 4111111111111112";
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
    logs.putLogEvents(
        r ->
            r.logGroupName("g")
                .logStreamName("s")
                .logEvents(
                    InputLogEvent.builder().timestamp(clock.millis()).message(message).build()));
    put(policy("EmailAddress", "IpAddress", "CreditCardNumber"));
    assertThat(read(false))
        .isEqualTo("************** ******** ******************* not 4111111111111112");
    assertThat(read(true)).isEqualTo(message);
    assertThat(
            logs.filterLogEvents(r -> r.logGroupName("g").filterPattern("example"))
                .events()
                .getFirst()
                .message())
        .startsWith("*****");
    assertThat(logs.describeLogGroups().logGroups().getFirst().dataProtectionStatusAsString())
        .isEqualTo("ACTIVATED");
    assertThatThrownBy(() -> put("{}")).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> put(policy("Name")))
        .isInstanceOf(CloudWatchLogsException.class)
        .hasMessageContaining("does not support the data identifier Name");
    logs.deleteDataProtectionPolicy(r -> r.logGroupIdentifier("g"));
    assertThat(read(false)).isEqualTo(message);
  }
}
