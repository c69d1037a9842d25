package io.nephele.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.dynamodb.AttributeDefinition;
import io.nephele.api.dynamodb.CreateTableInput;
import io.nephele.api.dynamodb.Dynamodb;
import io.nephele.api.dynamodb.GlobalSecondaryIndex;
import io.nephele.api.dynamodb.KeySchemaElement;
import io.nephele.api.dynamodb.Projection;
import io.nephele.api.dynamodb.StreamSpecification;
import io.nephele.core.ServiceModule;
import io.nephele.core.store.history.HistoryChecker;
import io.nephele.core.store.history.RecordedTransaction;
import io.nephele.core.store.history.RecordedTransaction.Outcome;
import io.nephele.embedded.Nephele;
import io.nephele.stores.postgres.DatabaseAddress;
import io.nephele.stores.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded histories of concurrent calls are strictly serialisable: of single items and so
 * linearisable, of transactions, batches, queries and global indexes. {@code
 * -Dnephele.history.steps} says how many calls each client makes.
 */
final class HistoriesTest {
  private static final int STEPS = Integer.getInteger("nephele.history.steps", 60);
  private static final int CLIENTS = 6;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void inMemory(boolean streamed) throws Exception {
    try (Nephele nephele = Nephele.builder().services(services()).start()) {
      check(List.of(nephele), streamed, 1);
    }
  }

  @Test
  void inAFolder() throws Exception {
    try (Nephele nephele = Nephele.builder().store(folder).services(services()).start()) {
      check(List.of(nephele), false, 2);
    }
  }

  @Test
  void onTwoNodesOfADatabase() throws Exception {
    DatabaseAddress database = TestDatabase.create();
    try (Nephele one = Nephele.builder().database(database).services(services()).start();
        Nephele other = Nephele.builder().database(database).services(services()).start()) {
      check(List.of(one, other), false, 3);
    }
  }

  private static List<ServiceModule> services() {
    return List.of(new DynamoDbService(), new DynamoDbStreamsService());
  }

  private static void check(List<Nephele> nodes, boolean streamed, long seed) throws Exception {
    createTable(nodes.getFirst(), streamed);
    HistoryRecorder recorder = new HistoryRecorder();
    try (ExecutorService executor = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Nephele node = nodes.get(i % nodes.size());
        HistoryClient client = new HistoryClient(recorder, node.world(), i, seed * CLIENTS + i);
        running.add(executor.submit(() -> client.run(STEPS)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    assertThat(HistoryChecker.check(recorder.all())).isEmpty();
    assertThat(recorder.all()).anyMatch(t -> overlapsAnother(t, recorder.all()));
    assertThat(recorder.all())
        .filteredOn(t -> t.outcome() == Outcome.COMMITTED)
        .hasSizeGreaterThan(CLIENTS * STEPS / 2);
  }

  private static boolean overlapsAnother(
      RecordedTransaction one, Collection<RecordedTransaction> all) {
    return all.stream()
        .anyMatch(
            other ->
                other.client() != one.client()
                    && other.began() < one.ended()
                    && one.began() < other.ended());
  }

  private static void createTable(Nephele node, boolean streamed) {
    CreateTableInput in =
        new CreateTableInput()
            .tableName(HistoryClient.TABLE)
            .billingMode("PAY_PER_REQUEST")
            .attributeDefinitions(
                List.of(attribute("pk", "S"), attribute("sk", "N"), attribute("g", "S")))
            .keySchema(List.of(key("pk", "HASH"), key("sk", "RANGE")))
            .globalSecondaryIndexes(
                List.of(
                    new GlobalSecondaryIndex()
                        .indexName(HistoryClient.INDEX)
                        .keySchema(List.of(key("g", "HASH")))
                        .projection(new Projection().projectionType("ALL"))));
    if (streamed) {
      in.streamSpecification(
          new StreamSpecification().streamEnabled(true).streamViewType("NEW_AND_OLD_IMAGES"));
    }
    HistoryClient.call(node.world(), Dynamodb.CreateTable, in);
  }

  private static AttributeDefinition attribute(String name, String type) {
    return new AttributeDefinition().attributeName(name).attributeType(type);
  }

  private static KeySchemaElement key(String name, String type) {
    return new KeySchemaElement().attributeName(name).keyType(type);
  }
}
