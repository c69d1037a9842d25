package io.nephele.services.sqs;

import static io.nephele.services.sqs.Callers.OTHER;
import static io.nephele.services.sqs.Callers.OWNER;
import static io.nephele.services.sqs.Callers.policy;
import static io.nephele.services.sqs.Callers.queueArn;
import static io.nephele.services.sqs.Callers.statement;
import static io.nephele.services.sqs.QueuesTest.assertError;
import static io.nephele.services.sqs.TestQueues.attribute;
import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Which documents can be policies of queues. */
@NepheleTest
final class QueuePolicyDocumentsTest {
  private static final String ANYONE = "{\"AWS\":\"*\"}";
  private static final String OTHERS = "{\"AWS\":\"" + OTHER + "\"}";

  @Inject SqsClient sqs;

  @Test
  void aPolicyIsKeptAsItWasGiven() {
    String url = create(sqs, "kept");
    String policy =
        "{ \"Statement\" : [ "
            + statement("Allow", OTHERS, "SQS:SendMessage", "kept")
            + " ] ,\n \"Version\":\"2012-10-17\" }";
    set(sqs, url, "Policy", policy);
    assertThat(attribute(sqs, url, QueueAttributeName.POLICY)).isEqualTo(policy);
  }

  @Test
  @Fact("iam-015")
  void policiesThatCannotBeAreRefused() {
    String url = create(sqs, "refusing");
    String resource = "\"Resource\":\"" + queueArn("refusing") + "\"";
    for (String policy :
        List.of(
            "{",
            "[]",
            "{\"Version\":\"2012-10-17\"}",
            policy(),
            policy("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\"," + resource + "}"),
            policy("{\"Effect\":\"Allow\",\"Principal\":\"*\"," + resource + "}"),
            policy("{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:*\"}"),
            policy("{\"Principal\":\"*\",\"Action\":\"sqs:*\"," + resource + "}"),
            policy(statement("Perhaps", ANYONE, "sqs:*", "refusing")),
            policy(statement("Allow", ANYONE, "s3:GetObject", "refusing")),
            policy(statement("Allow", ANYONE, "sqs:*", "refusing", "{\"Like\":{\"a\":\"b\"}}")),
            policy(statement("Allow", OTHERS, "sqs:ListQueues", "refusing")))) {
      assertError(
          () -> set(sqs, url, "Policy", policy),
          "InvalidAttributeValue",
          "Invalid value for the parameter Policy.");
      assertError(
          () -> create(sqs, "refused", "Policy", policy),
          "InvalidAttributeValue",
          "Invalid value for the parameter Policy.");
    }
    set(
        sqs,
        url,
        "Policy",
        policy(statement("Allow", "{\"AWS\":\"" + OWNER + "\"}", "sqs:ListQueues", "refusing")));
  }
}
