package io.nephele.bench.dynamodb;

import java.util.Locale;

/**
 * What is measured. Items have a partition key, a number as sort key, four further attributes, and
 * about 220 bytes; a partition has a hundred. An index has the attribute {@code owner} as its key.
 */
enum Workload {
  GET("get", "GetItem") {
    @Override
    String body(int n) {
      return table() + key(n) + "}";
    }
  },
  PUT("put", "PutItem") {
    @Override
    String body(int n) {
      return table() + ",\"Item\":" + item(n) + "}";
    }
  },
  UPDATE("update", "UpdateItem") {
    @Override
    String body(int n) {
      return table()
          + key(n)
          + ",\"UpdateExpression\":\"SET #s = :s ADD hits :one\",\"ExpressionAttributeNames\":"
          + "{\"#s\":\"state\"},\"ExpressionAttributeValues\":{\":s\":{\"S\":\"state-"
          + n % 7
          + "\"},\":one\":{\"N\":\"1\"}}}";
    }
  },
  CONDITIONAL_PUT("conditional put", "PutItem") {
    @Override
    String body(int n) {
      return table()
          + ",\"Item\":"
          + item(n)
          + ",\"ConditionExpression\":\"attribute_exists(pk) AND hits >= :z\","
          + "\"ExpressionAttributeValues\":{\":z\":{\"N\":\"0\"}}}";
    }
  },
  QUERY_20("query of 20", "Query") {
    @Override
    String body(int n) {
      return query(n, 20);
    }
  },
  QUERY_100("query of 100", "Query") {
    @Override
    String body(int n) {
      return query(n, 100);
    }
  },
  SCAN("scan of 100", "Scan") {
    @Override
    String body(int n) {
      return table() + ",\"Limit\":100}";
    }
  },
  BATCH_WRITE("batch write of 25", "BatchWriteItem") {
    @Override
    String body(int n) {
      StringBuilder puts = new StringBuilder();
      for (int i = 0; i < 25; i++) {
        puts.append(i == 0 ? "" : ",")
            .append("{\"PutRequest\":{\"Item\":")
            .append(item((n + i * 101) % ITEMS))
            .append("}}");
      }
      return "{\"RequestItems\":{\"bench\":[" + puts + "]}}";
    }
  },
  TRANSACT("transaction of 4 puts", "TransactWriteItems") {
    @Override
    String body(int n) {
      StringBuilder puts = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        puts.append(i == 0 ? "" : ",")
            .append("{\"Put\":{\"TableName\":\"bench\",\"Item\":")
            .append(item((n + i * 101) % ITEMS))
            .append("}}");
      }
      return "{\"TransactItems\":[" + puts + "]}";
    }
  },
  INDEX_QUERY("query of an index", "Query") {
    @Override
    String body(int n) {
      return table()
          + ",\"IndexName\":\"by-owner\",\"Limit\":20,\"KeyConditionExpression\":\"#o = :o\","
          + "\"ExpressionAttributeNames\":{\"#o\":\"owner\"},"
          + "\"ExpressionAttributeValues\":{\":o\":{\"S\":\"owner-"
          + n % 100
          + "\"}}}";
    }
  };

  /** How many items there are. */
  static final int ITEMS = 10_000;

  private final String title;
  private final String operation;

  Workload(String title, String operation) {
    this.title = title;
    this.operation = operation;
  }

  /** The request of that number. */
  abstract String body(int n);

  String title() {
    return title;
  }

  String operation() {
    return operation;
  }

  /** An item of that number. */
  static String item(int n) {
    return String.format(
        Locale.ROOT,
        "{\"pk\":{\"S\":\"customer-%06d\"},\"sk\":{\"N\":\"%d\"},\"owner\":{\"S\":\"owner-%d\"},"
            + "\"state\":{\"S\":\"open\"},\"hits\":{\"N\":\"%d\"},\"text\":{\"S\":\"%s\"}}",
        n / 100,
        n % 100,
        n % 100,
        n,
        "some text that an application keeps with its item ".repeat(3));
  }

  private static String table() {
    return "{\"TableName\":\"bench\"";
  }

  private static String key(int n) {
    return String.format(
        Locale.ROOT,
        ",\"Key\":{\"pk\":{\"S\":\"customer-%06d\"},\"sk\":{\"N\":\"%d\"}}",
        n / 100,
        n % 100);
  }

  private static String query(int n, int limit) {
    return String.format(
        Locale.ROOT,
        "%s,\"Limit\":%d,\"KeyConditionExpression\":\"pk = :p\",\"ExpressionAttributeValues\":"
            + "{\":p\":{\"S\":\"customer-%06d\"}}}",
        table(),
        limit,
        n / 100);
  }
}
