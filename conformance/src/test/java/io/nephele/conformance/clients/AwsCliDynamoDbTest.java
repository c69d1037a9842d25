package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.json.JsonText;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DynamoDB by the AWS CLI, as a user types it. */
@NepheleTest(virtualClock = false)
class AwsCliDynamoDbTest {
  @BeforeAll
  static void present() {
    AwsCli.assumePresent();
  }

  @Test
  @Fact("dynamodb-039")
  void aScanGoesOnWhereTheLastEnded(URI endpoint, Nephele nephele, @TempDir Path folder) {
    AwsCli aws = AwsCli.in(folder, endpoint);
    aws.ok(
        "dynamodb",
        "create-table",
        "--table-name",
        "paged",
        "--billing-mode",
        "PAY_PER_REQUEST",
        "--attribute-definitions",
        "AttributeName=pk,AttributeType=S",
        "--key-schema",
        "AttributeName=pk,KeyType=HASH");
    StringBuilder puts = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      puts.append(i == 0 ? "" : ",")
          .append("{\"PutRequest\":{\"Item\":{\"pk\":{\"S\":\"p" + i + "\"}}}}");
    }
    aws.ok("dynamodb", "batch-write-item", "--request-items", "{\"paged\":[" + puts + "]}");
    List<String> found = new ArrayList<>();
    Map<?, ?> first = scan(aws, "--max-items", "3", "--page-size", "2");
    add(first, found);
    assertThat(found).hasSize(3);
    // A page of two, and another of which one item is left over.
    assertThat(scans(nephele)).isEqualTo(2);
    Map<?, ?> rest = scan(aws, "--starting-token", (String) first.get("NextToken"));
    assertThat(rest.get("NextToken")).isNull();
    add(rest, found);
    assertThat(found).containsExactlyInAnyOrder("p0", "p1", "p2", "p3", "p4");
  }

  private static Map<?, ?> scan(AwsCli aws, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("dynamodb", "scan", "--table-name", "paged", "--output", "json"));
    arguments.addAll(List.of(options));
    return (Map<?, ?>) JsonText.parse(aws.ok(arguments.toArray(String[]::new)));
  }

  private static void add(Map<?, ?> answer, List<String> found) {
    for (Object item : (List<?>) answer.get("Items")) {
      Map<?, ?> key = (Map<?, ?>) ((Map<?, ?>) item).get("pk");
      found.add((String) key.get("S"));
    }
  }

  /** How many calls of Scan there were. */
  private static double scans(Nephele nephele) {
    MetricKey key =
        new MetricKey(
            "000000000000",
            "us-east-1",
            "AWS/DynamoDB",
            "SuccessfulRequestLatency",
            Map.of("TableName", "paged", "Operation", "Scan"),
            "Milliseconds");
    return nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).values().stream()
        .mapToDouble(StatisticSet::sampleCount)
        .sum();
  }
}
