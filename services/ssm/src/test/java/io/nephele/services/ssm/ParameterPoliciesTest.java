package io.nephele.services.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.services.kms.KmsService;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterInlinePolicy;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Policies of parameters, and what EventBridge is told of parameters. */
final class ParameterPoliciesTest {
  private final Nephele nephele =
      Nephele.builder()
          .virtualClock()
          .services(List.of(new SsmService(), new KmsService(), new HeardEvents()))
          .start();
  private final SsmClient ssm =
      Clients.create(SsmClient.class, nephele.endpoint(), "us-east-1", "000000000000");
  private final VirtualClock clock = (VirtualClock) nephele.world().clock();

  @AfterEach
  void close() {
    nephele.close();
  }

  private void put(String policies) {
    ssm.putParameter(
        b ->
            b.name("/p")
                .value("x")
                .type(ParameterType.STRING)
                .tier(ParameterTier.ADVANCED)
                .policies("[" + policies + "]")
                .overwrite(true));
  }

  private String expiration(Duration after) {
    return policy("Expiration", "\"Timestamp\":\"" + clock.now().plus(after) + "\"");
  }

  private static String policy(String type, String attributes) {
    return "{\"Type\":\"" + type + "\",\"Version\":\"1.0\",\"Attributes\":{" + attributes + "}}";
  }

  private static final String BEFORE =
      policy("ExpirationNotification", "\"Before\":\"2\",\"Unit\":\"Days\"");
  private static final String UNCHANGED =
      policy("NoChangeNotification", "\"After\":\"12\",\"Unit\":\"Hours\"");

  private List<String> statuses() {
    return ssm.describeParameters().parameters().getFirst().policies().stream()
        .map(ParameterInlinePolicy::policyStatus)
        .toList();
  }

  /** What has been told under a detail type, by one of its members. */
  private List<Object> told(String detailType, String member) {
    clock.advance(Duration.ofSeconds(1));
    return HeardEvents.of(nephele.world()).stream()
        .filter(heard -> heard.source().equals("aws.ssm"))
        .filter(heard -> heard.detailType().equals(detailType))
        .<Object>map(heard -> ((Map<?, ?>) JsonText.parse(heard.detail())).get(member))
        .toList();
  }

  private static void refused(String code, ThrowingCallable call) {
    SsmException e = catchThrowableOfType(SsmException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code);
  }

  @Test
  @Fact({"ssm-025", "ssm-026", "ssm-027"})
  void policiesNotifyAndThenDelete() {
    put(expiration(Duration.ofDays(5)) + "," + BEFORE + "," + UNCHANGED);
    assertThat(statuses()).containsExactly("Pending", "Pending", "Pending");
    clock.advance(Duration.ofHours(12));
    String action = "Parameter Store Policy Action";
    assertThat(told(action, "policy-type")).containsExactly("NoChangeNotification");
    assertThat(statuses()).containsExactly("Pending", "Pending", "Finished");
    clock.advance(Duration.ofDays(3));
    assertThat(told(action, "policy-type"))
        .containsExactly("NoChangeNotification", "ExpirationNotification");
    clock.advance(Duration.ofDays(2));
    assertThat(told(action, "policy-type"))
        .containsExactly("NoChangeNotification", "ExpirationNotification", "Expiration");
    assertThat(told(action, "parameter-name")).containsOnly("/p");
    assertThat(told("Parameter Store Change", "operation")).containsExactly("Create", "Delete");
    refused("ParameterNotFound", () -> ssm.getParameter(b -> b.name("/p")));
  }

  @Test
  void aChangeBeginsTheTimeAnew() {
    put(UNCHANGED);
    clock.advance(Duration.ofHours(11));
    put(UNCHANGED);
    clock.advance(Duration.ofHours(11));
    assertThat(told("Parameter Store Policy Action", "policy-type")).isEmpty();
    clock.advance(Duration.ofHours(1));
    assertThat(told("Parameter Store Policy Action", "policy-type")).hasSize(1);
  }

  @Test
  @Fact({"ssm-009", "ssm-014"})
  void changesAreTold() {
    ssm.putParameter(b -> b.name("a").value("1").type(ParameterType.STRING).description("d"));
    assertThat(told("Parameter Store Change", "name")).containsExactly("a");
    assertThat(told("Parameter Store Change", "description")).containsExactly("d");
    ssm.putParameter(b -> b.name("a").value("2").overwrite(true));
    clock.advance(Duration.ofSeconds(1));
    ssm.labelParameterVersion(b -> b.name("a").labels("l"));
    clock.advance(Duration.ofSeconds(1));
    ssm.deleteParameter(b -> b.name("a"));
    assertThat(told("Parameter Store Change", "operation"))
        .containsExactly("Create", "Update", "LabelParameterVersion", "Delete");
  }

  @Test
  void policiesThatCannotBeAreRefused() {
    refused("InvalidPolicyTypeException", () -> put(policy("Other", "")));
    refused("InvalidPolicyAttributeException", () -> put(expiration(Duration.ofDays(-1))));
    refused("InvalidPolicyAttributeException", () -> put(policy("Expiration", "")));
    refused(
        "InvalidPolicyAttributeException",
        () -> put(policy("NoChangeNotification", "\"After\":\"x\",\"Unit\":\"Days\"")));
    refused(
        "InvalidPolicyAttributeException",
        () -> put(policy("NoChangeNotification", "\"After\":\"1\",\"Unit\":\"Weeks\"")));
    refused("IncompatiblePolicyException", () -> put(BEFORE));
    refused(
        "IncompatiblePolicyException",
        () -> put(expiration(Duration.ofDays(1)) + "," + expiration(Duration.ofDays(2))));
    refused(
        "PoliciesLimitExceededException",
        () -> put(String.join(",", Collections.nCopies(11, UNCHANGED))));
    refused(
        "ValidationException",
        () ->
            ssm.putParameter(
                b -> b.name("/q").value("x").type(ParameterType.STRING).policies("{}")));
  }
}
