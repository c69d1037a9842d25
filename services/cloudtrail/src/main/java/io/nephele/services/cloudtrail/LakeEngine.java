package io.nephele.services.cloudtrail;

import io.nephele.core.trail.EventScan;
import io.nephele.core.trail.TrailEvent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBStruct;

/**
 * Runs SQL over events in DuckDB, in memory of its own: what the caller wrote can reach no file, no
 * network and nothing but those events.
 */
final class LakeEngine implements AutoCloseable {
  private static final int MOST_ROWS = 10_000;
  private static final int MOST_SECONDS = 60;
  private static final int TOGETHER = 5000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  /** The columns that event data stores have, and how they come out of an event's JSON. */
  private static final String COLUMNS =
      """
      json->>'$.eventVersion' AS eventVersion,
      json_transform(json->'$.userIdentity', '{"type":"VARCHAR","principalId":"VARCHAR",
        "arn":"VARCHAR","accountId":"VARCHAR","accessKeyId":"VARCHAR","userName":"VARCHAR",
        "sessionContext":{"attributes":{"creationDate":"VARCHAR","mfaAuthenticated":"VARCHAR"},
          "sessionIssuer":{"type":"VARCHAR","principalId":"VARCHAR","arn":"VARCHAR",
            "accountId":"VARCHAR","userName":"VARCHAR"},
          "webIdFederationData":{"federatedProvider":"VARCHAR"},"sourceIdentity":"VARCHAR"},
        "invokedBy":"VARCHAR","identityProvider":"VARCHAR"}') AS userIdentity,
      CAST(replace(replace(json->>'$.eventTime', 'T', ' '), 'Z', '') AS TIMESTAMP) AS eventTime,
      json->>'$.eventSource' AS eventSource,
      json->>'$.eventName' AS eventName,
      json->>'$.awsRegion' AS awsRegion,
      json->>'$.sourceIPAddress' AS sourceIPAddress,
      json->>'$.userAgent' AS userAgent,
      json->>'$.errorCode' AS errorCode,
      json->>'$.errorMessage' AS errorMessage,
      CAST(json->'$.requestParameters' AS MAP(VARCHAR, VARCHAR)) AS requestParameters,
      CAST(json->'$.responseElements' AS MAP(VARCHAR, VARCHAR)) AS responseElements,
      CAST(json->'$.additionalEventData' AS MAP(VARCHAR, VARCHAR)) AS additionalEventData,
      json->>'$.requestID' AS requestID,
      json->>'$.eventID' AS eventID,
      CAST(json->>'$.readOnly' AS BOOLEAN) AS readOnly,
      json_transform(json->'$.resources',
        '[{"accountId":"VARCHAR","type":"VARCHAR","ARN":"VARCHAR"}]') AS resources,
      json->>'$.eventType' AS eventType,
      json->>'$.apiVersion' AS apiVersion,
      CAST(json->>'$.managementEvent' AS BOOLEAN) AS managementEvent,
      json->>'$.recipientAccountId' AS recipientAccountId,
      json->>'$.sharedEventID' AS sharedEventID,
      json->>'$.vpcEndpointId' AS vpcEndpointId,
      json->>'$.eventCategory' AS eventCategory,
      json_transform(json->'$.tlsDetails', '{"tlsVersion":"VARCHAR","cipherSuite":"VARCHAR",
        "clientProvidedHostHeader":"VARCHAR"}') AS tlsDetails,
      CAST(json AS VARCHAR) AS eventJson
      """;

  private final Connection connection;
  private long events;
  private long bytes;

  /**
   * What a query found.
   *
   * @param rows for each row names and values in turn; values may be null
   */
  record Found(List<List<String>> rows, long scanned, long bytes) {}

  /** An engine without events. */
  LakeEngine() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("memory_limit", "512MB");
    settings.setProperty("max_temp_directory_size", "0GB");
    settings.setProperty("threads", "1");
    connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
  }

  /** Adds the events of a store, as a table of the name of its id. */
  void load(String store, EventScan scan) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE raw (json JSON)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO raw VALUES (?::JSON)")) {
        while (scan.hasNext()) {
          TrailEvent event = scan.next();
          insert.setString(1, event.text());
          insert.addBatch();
          events++;
          bytes += event.json().length();
          if (events % TOGETHER == 0) {
            insert.executeBatch();
          }
        }
        if (events % TOGETHER > 0) {
          insert.executeBatch();
        }
      }
      statement.execute("CREATE TABLE \"" + store + "\" AS SELECT " + COLUMNS + " FROM raw");
      statement.execute("DROP TABLE raw");
    }
  }

  /**
   * Runs a query; after that there can be no other.
   *
   * @throws SQLException if it is no query, or takes too much
   */
  Found query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
      statement.setQueryTimeout(MOST_SECONDS);
      try (ResultSet found = statement.executeQuery(sql)) {
        ResultSetMetaData columns = found.getMetaData();
        List<List<String>> rows = new ArrayList<>();
        while (rows.size() < MOST_ROWS && found.next()) {
          List<String> row = new ArrayList<>(2 * columns.getColumnCount());
          for (int i = 1; i <= columns.getColumnCount(); i++) {
            row.add(columns.getColumnLabel(i));
            row.add(text(found.getObject(i)));
          }
          rows.add(row);
        }
        return new Found(rows, events, bytes);
      }
    }
  }

  /** Values as Lake shows them: structures as {@code {name=value}}, lists in brackets. */
  private static String text(Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case Timestamp time -> TIME.format(time.toLocalDateTime());
      case LocalDateTime time -> TIME.format(time);
      case DuckDBStruct struct -> text(struct.getMap());
      case Struct struct -> text(List.of(struct.getAttributes()));
      case Map<?, ?> map -> {
        List<String> members = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          members.add(entry.getKey() + "=" + text(entry.getValue()));
        }
        yield "{" + String.join(", ", members) + "}";
      }
      case Array array -> {
        List<String> items = new ArrayList<>();
        for (Object item : (Object[]) array.getArray()) {
          items.add(text(item));
        }
        yield "[" + String.join(", ", items) + "]";
      }
      default -> value.toString();
    };
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
