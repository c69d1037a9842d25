package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsStatus;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** What of the API there is nothing behind: it says so, and what is there. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class OlderOperationsTest {
  @Inject DynamoDbClient dynamo;

  @BeforeEach
  void table() {
    TestTables.simple(dynamo, "plain");
  }

  @Test
  void contributorInsightsAreOff() {
    assertThat(
            dynamo
                .describeContributorInsights(r -> r.tableName("plain"))
                .contributorInsightsStatus())
        .isEqualTo(ContributorInsightsStatus.DISABLED);
    assertThatThrownBy(
            () -> dynamo.describeContributorInsights(r -> r.tableName("plain").indexName("none")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void onlyStreamsOfTheTablesOwnAccountAndRegionAreDestinations() {
    for (String arn :
        new String[] {
          "arn:aws:kinesis:eu-west-1:000000000000:stream/changes",
          "arn:aws:kinesis:us-east-1:111111111111:stream/changes",
          "arn:aws:sqs:us-east-1:000000000000:stream/changes-and-more"
        }) {
      assertInvalid(
          () -> dynamo.enableKinesisStreamingDestination(r -> r.tableName("plain").streamArn(arn)),
          "Invalid StreamArn: "
              + arn
              + " is not a Kinesis data stream in the account and Region of the table");
    }
    String arn = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";
    assertInvalid(
        () -> dynamo.disableKinesisStreamingDestination(r -> r.tableName("plain").streamArn(arn)),
        "Table is not in a valid state to disable Kinesis Streaming Destination:"
            + " KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
    assertThat(
            dynamo
                .describeKinesisStreamingDestination(r -> r.tableName("plain"))
                .kinesisDataStreamDestinations())
        .isEmpty();
  }
}
