package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableTest {
  record Queue(String name, int delay) {}

  private final Store store = MvStores.inMemory();
  private final Table<Queue> queues = Table.of("sqs.queues", Queue.class);
  private final Table<Queue> other = Table.of("sqs.queues2", Queue.class);

  @AfterEach
  void close() {
    store.close();
  }

  private static Key key(String account, String name) {
    return Key.of(account).with("eu-west-1").with(name);
  }

  private void put(Table<Queue> table, Key key, Queue queue) {
    store.write(
        transaction -> {
          table.put(transaction, key, queue);
          return null;
        });
  }

  private List<String> names(Table<Queue> table, Key leading) {
    return store.read(
        reader -> {
          List<String> names = new ArrayList<>();
          for (Table.Row<Queue> row : table.scan(reader, leading)) {
            assertThat(table.get(reader, row.key())).isEqualTo(row.value());
            names.add(row.value().name());
          }
          return names;
        });
  }

  @Test
  void keepsRowsApartByTableAndLeadingParts() {
    put(queues, key("1", "b"), new Queue("1b", 1));
    put(queues, key("1", "a"), new Queue("1a", 0));
    put(queues, key("2", "a"), new Queue("2a", 0));
    put(other, key("1", "a"), new Queue("other", 0));
    assertThat(names(queues, Key.EMPTY)).containsExactly("1a", "1b", "2a");
    assertThat(names(queues, Key.of("1"))).containsExactly("1a", "1b");
    assertThat(names(other, Key.EMPTY)).containsExactly("other");
    store.read(
        reader -> {
          assertThat(queues.contains(reader, key("2", "a"))).isTrue();
          assertThat(queues.contains(reader, key("2", "b"))).isFalse();
          assertThat(queues.get(reader, key("2", "b"))).isNull();
          assertThat(queues.first(reader, Key.of("2")).key()).isEqualTo(key("2", "a"));
          assertThat(queues.first(reader, Key.of("3"))).isNull();
          assertThat(Table.names(reader)).containsExactly("sqs.queues", "sqs.queues2");
          KeyRange afterA = KeyRange.prefix(Key.of("1")).startingAfter(key("1", "a"));
          assertThat(queues.scan(reader, afterA, Direction.REVERSE).next().value())
              .isEqualTo(new Queue("1b", 1));
          Table.Rows<Queue> all = queues.scan(reader, KeyRange.ALL, Direction.REVERSE);
          assertThat(all.next().value().name()).isEqualTo("2a");
          return null;
        });
  }

  @Test
  void deletesByAccountTableAndService() {
    put(queues, key("1", "a"), new Queue("1a", 0));
    put(queues, key("2", "a"), new Queue("2a", 0));
    put(other, key("1", "a"), new Queue("other", 0));
    put(Table.of("sns.topics", Queue.class), key("1", "a"), new Queue("topic", 0));
    store.write(
        transaction -> {
          queues.deletePrefix(transaction, Key.of("1"));
          return null;
        });
    assertThat(names(queues, Key.EMPTY)).containsExactly("2a");
    assertThat(names(other, Key.EMPTY)).containsExactly("other");
    store.write(
        transaction -> {
          transaction.deleteRange(KeyRange.textPrefix(Key.EMPTY, "sqs."));
          return null;
        });
    assertThat(store.<List<String>>read(Table::names)).containsExactly("sns.topics");
  }
}
