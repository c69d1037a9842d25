package io.nephele.services.sqs;

import static io.nephele.services.sqs.Callers.OTHER;
import static io.nephele.services.sqs.Callers.OWNER;
import static io.nephele.services.sqs.Callers.assertDeniedInside;
import static io.nephele.services.sqs.Callers.may;
import static io.nephele.services.sqs.Callers.policy;
import static io.nephele.services.sqs.Callers.statement;
import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.receiveOne;
import static io.nephele.services.sqs.TestQueues.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.identity.Session;
import io.nephele.core.partition.Regions;
import io.nephele.embedded.Nephele;
import io.nephele.identity.directory.Role;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * What policies of queues let those do who call from inside, or with credentials that only STS
 * gives out.
 */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class QueuePoliciesInsideTest {
  @Inject Nephele nephele;
  @Inject SqsClient sqs;

  @Test
  void servicesNeedThePolicyOfTheQueue() {
    String topic = "arn:aws:sns:us-east-1:" + OWNER + ":orders";
    String url = create(sqs, "from-topic");
    assertDeniedInside(() -> sendAs("sns.amazonaws.com", topic, url));
    set(
        sqs,
        url,
        "Policy",
        policy(
            statement(
                "Allow",
                "{\"Service\":\"sns.amazonaws.com\"}",
                "sqs:SendMessage",
                "from-topic",
                "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:sns:*:*:orders\"},"
                    + "\"StringEquals\":{\"aws:SourceAccount\":\"000000000000\"}}")));
    sendAs("sns.amazonaws.com", topic, url);
    assertThat(receiveOne(sqs, url).body()).isEqualTo("from inside");
    assertDeniedInside(() -> sendAs("sns.amazonaws.com", topic + "-other", url));
    assertDeniedInside(() -> sendAs("events.amazonaws.com", topic, url));
  }

  @Test
  void aRolesSessionsComeInByTheRole() {
    Role role = new Callers(nephele).role(OTHER, "worker", may("sqs:*", "*"));
    String url =
        queue(
            "work",
            statement("Allow", "{\"AWS\":\"" + role.arn() + "\"}", "sqs:SendMessage", "work"));
    sendAs(session(role), "203.0.113.7", url);
    assertThat(
            sqs.receiveMessage(
                    r ->
                        r.queueUrl(url)
                            .messageSystemAttributeNames(MessageSystemAttributeName.SENDER_ID))
                .messages())
        .singleElement()
        .satisfies(
            message ->
                assertThat(message.attributes().get(MessageSystemAttributeName.SENDER_ID))
                    .isEqualTo(role.id() + ":shift"));
    Role idle = new Callers(nephele).role(OTHER, "idle", may("sqs:*", "*"));
    assertDeniedInside(() -> sendAs(session(idle), "203.0.113.7", url));
  }

  @Test
  void anyoneAtAllMaySendWhereThePolicySaysSo() {
    String open = queue("open", statement("Allow", "\"*\"", "sqs:SendMessage", "open"));
    String closed = create(sqs, "not-open");
    sendAs(Principal.ANONYMOUS, "203.0.113.7", open);
    assertThat(receiveOne(sqs, open).body()).isEqualTo("from inside");
    assertThatThrownBy(() -> sendAs(Principal.ANONYMOUS, "203.0.113.7", closed))
        .isInstanceOf(AwsException.class)
        .hasMessage("Request is missing Authentication Token");
  }

  private String queue(String name, String... statements) {
    return create(sqs, name, "Policy", policy(statements));
  }

  private void sendAs(String service, String sourceArn, String url) {
    sendInside(Principal.service(service, OWNER), Origin.service(service, sourceArn), url);
  }

  private void sendAs(Principal principal, String address, String url) {
    sendInside(principal, new Origin("https", null, address, null, null, List.of(), null), url);
  }

  private void sendInside(Principal principal, Origin origin, String url) {
    nephele
        .world()
        .call(
            Sqs.SendMessage,
            new SendMessageRequest().queueUrl(url).messageBody("from inside"),
            principal,
            Regions.find("us-east-1"),
            origin);
  }

  private static Principal session(Role role) {
    Session session =
        new Session(
            "shift",
            Instant.EPOCH,
            Instant.MAX,
            null,
            List.of(),
            List.of(),
            Map.of(),
            Set.of(),
            null,
            null,
            Map.of());
    String arn = "arn:aws:sts::" + OTHER + ":assumed-role/" + role.name() + "/shift";
    return Principal.roleSession(OTHER, arn, role.arn(), role.id(), session);
  }
}
