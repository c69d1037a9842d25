package io.nephele.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writers of items of two tables, one with a stream and both with a global index; it remembers what
 * was acknowledged, and compares that with what the tables, indexes and streams have. Every item is
 * one writer's; what is written to it are numbers that grow, 0 being no item.
 */
final class ItemWorkload {
  private static final int THREADS = 6;
  private static final int KEYS = 4;
  private static final int GROUPS = 3;
  private static final String STREAMED = "streamed";
  private static final String PLAIN = "plain";

  private final Random random;
  private final Map<String, Integer> begun = new ConcurrentHashMap<>();
  private final Map<String, Integer> done = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();
  private URI endpoint;

  ItemWorkload(long seed) {
    this.random = new Random(seed);
  }

  /** How many writes were acknowledged. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** Works with the program there from now on. */
  void prepare(URI program) throws IOException, InterruptedException {
    endpoint = program;
    try (HttpClient client = client()) {
      if (((List<?>) answer(client, "ListTables", "{}").get("TableNames")).isEmpty()) {
        createTable(client, PLAIN, "");
        createTable(
            client,
            STREAMED,
            ",'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'NEW_AND_OLD_IMAGES'}");
      }
    }
  }

  private void createTable(HttpClient client, String name, String more)
      throws IOException, InterruptedException {
    answer(
        client,
        "CreateTable",
        "{'TableName':'"
            + name
            + "','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':["
            + "{'AttributeName':'pk','AttributeType':'S'},"
            + "{'AttributeName':'g','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}],"
            + "'GlobalSecondaryIndexes':[{'IndexName':'groups',"
            + "'KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
            + "'Projection':{'ProjectionType':'ALL'}}]"
            + more
            + "}");
  }

  /**
   * Runs until something fails, which it does after the kill; the kill comes after so many calls.
   * Whether all ended because of it.
   */
  boolean run(int callsBeforeKill, Runnable kill) throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    AtomicReference<Throwable> wrong = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int writer = i;
      Random own = new Random(random.nextLong());
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (HttpClient client = client()) {
                      while (true) {
                        step(client, writer, own);
                        if (calls.getAndIncrement() == callsBeforeKill) {
                          kill.run();
                        }
                      }
                    } catch (IOException e) {
                      failures.incrementAndGet(); // the program is gone
                    } catch (InterruptedException | RuntimeException | AssertionError e) {
                      wrong.compareAndSet(null, e);
                      kill.run();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong.get()).as("an answer that none should get").isNull();
    return failures.get() == THREADS;
  }

  private void step(HttpClient client, int writer, Random own)
      throws IOException, InterruptedException {
    String key = "w" + writer + "-" + own.nextInt(KEYS);
    String table = own.nextBoolean() ? STREAMED : PLAIN;
    switch (writer % 3) {
      case 0 -> put(client, table, key);
      case 1 -> {
        if (own.nextInt(3) == 0) {
          delete(client, table, key);
        } else {
          put(client, table, key);
        }
      }
      default -> putTogether(client, key);
    }
  }

  private static String item(String key, int number) {
    return "{'pk':{'S':'%s'},'v':{'N':'%d'},'g':{'S':'g%d'}}"
        .formatted(key, number, number % GROUPS);
  }

  private void put(HttpClient client, String table, String key)
      throws IOException, InterruptedException {
    int number = begin(table + '/' + key);
    answer(client, "PutItem", "{'TableName':'" + table + "','Item':" + item(key, number) + "}");
    end(table + '/' + key, number);
  }

  private void delete(HttpClient client, String table, String key)
      throws IOException, InterruptedException {
    begun.put(table + '/' + key, 0);
    answer(client, "DeleteItem", "{'TableName':'" + table + "','Key':{'pk':{'S':'" + key + "'}}}");
    end(table + '/' + key, 0);
  }

  /** Writes the same number to an item of each table, in one transaction. */
  private void putTogether(HttpClient client, String key) throws IOException, InterruptedException {
    int number = begin(STREAMED + '/' + key);
    begun.put(PLAIN + '/' + key, number);
    String put = "{'Put':{'TableName':'%s','Item':" + item(key, number) + "}}";
    answer(
        client,
        "TransactWriteItems",
        "{'TransactItems':[" + put.formatted(STREAMED) + "," + put.formatted(PLAIN) + "]}");
    end(STREAMED + '/' + key, number);
    end(PLAIN + '/' + key, number);
  }

  private int begin(String item) {
    int number = numbers.incrementAndGet();
    begun.put(item, number);
    return number;
  }

  private void end(String item, int number) {
    done.put(item, number);
    acknowledged.incrementAndGet();
  }

  /** Compares what is there with what was acknowledged; afterwards nothing is uncertain. */
  void verify() throws IOException, InterruptedException {
    try (HttpClient client = client()) {
      Map<String, Integer> streamed = items(client, STREAMED, "Scan", "");
      Map<String, Integer> plain = items(client, PLAIN, "Scan", "");
      assertThat(indexed(client, STREAMED)).isEqualTo(streamed);
      assertThat(indexed(client, PLAIN)).isEqualTo(plain);
      assertThat(replayed(client)).isEqualTo(streamed);
      compare(STREAMED, streamed);
      compare(PLAIN, plain);
      for (int writer = 2; writer < THREADS; writer += 3) {
        for (int i = 0; i < KEYS; i++) {
          String key = "w" + writer + "-" + i;
          assertThat(streamed.get(key)).as("both halves of " + key).isEqualTo(plain.get(key));
        }
      }
    }
  }

  private void compare(String table, Map<String, Integer> found) {
    for (int writer = 0; writer < THREADS; writer++) {
      for (int i = 0; i < KEYS; i++) {
        String key = "w" + writer + "-" + i;
        String item = table + '/' + key;
        int is = found.getOrDefault(key, 0);
        int acknowledgedLast = done.getOrDefault(item, 0);
        assertThat(is)
            .as("%s, of which %d was acknowledged last", item, acknowledgedLast)
            .isIn(acknowledgedLast, begun.getOrDefault(item, 0));
        begun.put(item, is);
        done.put(item, is);
      }
    }
  }

  private Map<String, Integer> indexed(HttpClient client, String table)
      throws IOException, InterruptedException {
    Map<String, Integer> items = new TreeMap<>();
    for (int group = 0; group < GROUPS; group++) {
      items.putAll(
          items(
              client,
              table,
              "Query",
              ",'IndexName':'groups','KeyConditionExpression':'g = :g',"
                  + "'ExpressionAttributeValues':{':g':{'S':'g"
                  + group
                  + "'}}"));
    }
    return items;
  }

  private Map<String, Integer> items(HttpClient client, String table, String operation, String more)
      throws IOException, InterruptedException {
    Map<String, ?> page = answer(client, operation, "{'TableName':'" + table + "'" + more + "}");
    assertThat(page.get("LastEvaluatedKey")).isNull();
    Map<String, Integer> items = new TreeMap<>();
    for (Object item : (List<?>) page.get("Items")) {
      items.put(text(item, "pk", "S"), number(item));
    }
    return items;
  }

  private static String text(Object tree, String... path) {
    Object at = tree;
    for (String name : path) {
      at = ((Map<?, ?>) at).get(name);
    }
    return (String) at;
  }

  private static int number(Object item) {
    return item == null ? 0 : Integer.parseInt(text(item, "v", "N"));
  }

  /** What the stream says the items are, each record's old image being the one before. */
  private Map<String, Integer> replayed(HttpClient client)
      throws IOException, InterruptedException {
    String arn =
        text(
            answer(client, "DescribeTable", "{'TableName':'" + STREAMED + "'}"),
            "Table",
            "LatestStreamArn");
    Map<String, ?> stream = answer(client, "Streams.DescribeStream", "{'StreamArn':'" + arn + "'}");
    Map<String, Integer> items = new HashMap<>();
    for (Object shard : (List<?>) ((Map<?, ?>) stream.get("StreamDescription")).get("Shards")) {
      String iterator =
          text(
              answer(
                  client,
                  "Streams.GetShardIterator",
                  "{'StreamArn':'"
                      + arn
                      + "','ShardIteratorType':'TRIM_HORIZON','ShardId':'"
                      + text(shard, "ShardId")
                      + "'}"),
              "ShardIterator");
      List<?> records;
      do {
        Map<String, ?> read =
            answer(client, "Streams.GetRecords", "{'ShardIterator':'" + iterator + "'}");
        records = (List<?>) read.get("Records");
        records.forEach(record -> replay((Map<?, ?>) record, items));
        iterator = (String) read.get("NextShardIterator");
      } while (!records.isEmpty() && iterator != null);
    }
    items.values().removeIf(number -> number == 0);
    return new TreeMap<>(items);
  }

  private static void replay(Map<?, ?> record, Map<String, Integer> items) {
    Map<?, ?> change = (Map<?, ?>) record.get("dynamodb");
    String key = text(change.get("Keys"), "pk", "S");
    assertThat(number(change.get("OldImage")))
        .as("what the stream had of " + key + " before")
        .isEqualTo(items.getOrDefault(key, 0));
    items.put(key, number(change.get("NewImage")));
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** What an operation answers to a request whose quotes are single. */
  @SuppressWarnings("unchecked")
  private Map<String, ?> answer(HttpClient client, String operation, String json)
      throws IOException, InterruptedException {
    String target =
        operation.startsWith("Streams.")
            ? "DynamoDBStreams_20120810." + operation.substring("Streams.".length())
            : "DynamoDB_20120810." + operation;
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return (Map<String, ?>) JsonText.parse(answer.body());
  }
}
