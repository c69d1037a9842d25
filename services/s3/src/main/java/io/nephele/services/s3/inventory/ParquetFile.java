package io.nephele.services.s3.inventory;

import static io.nephele.services.s3.parquet.DuckDatabase.literal;

import io.nephele.services.s3.objects.StoredObject;
import io.nephele.services.s3.parquet.DuckDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** A report in Parquet: rows are gathered in a table of DuckDB, which writes the file. */
final class ParquetFile implements ReportFile {
  private static final int MOST_ROWS = 100_000;
  private static final String TABLE = "inventory";

  private final String bucket;
  private final boolean allVersions;
  private final List<Field> fields;
  private final List<Column> columns = new ArrayList<>();
  private final Path file;
  private final Connection connection;
  private DuckDBAppender appender;
  private long rows;

  private enum Type {
    TEXT("VARCHAR", "binary %s (UTF8)"),
    NUMBER("BIGINT", "int64 %s"),
    TRUTH("BOOLEAN", "boolean %s"),
    TIME("BIGINT", "int64 %s (TIMESTAMP_MILLIS)");

    private final String sql;
    private final String parquet;

    Type(String sql, String parquet) {
      this.sql = sql;
      this.parquet = parquet;
    }
  }

  private record Column(String name, Type type) {}

  ParquetFile(String bucket, boolean allVersions, List<Field> fields) throws IOException {
    this.bucket = bucket;
    this.allVersions = allVersions;
    this.fields = fields;
    columns.add(new Column("bucket", Type.TEXT));
    columns.add(new Column("key", Type.TEXT));
    if (allVersions) {
      columns.add(new Column("version_id", Type.TEXT));
      columns.add(new Column("is_latest", Type.TRUTH));
      columns.add(new Column("is_delete_marker", Type.TRUTH));
    }
    for (Field field : fields) {
      columns.add(new Column(field.column(), type(field)));
    }
    this.file = Files.createTempFile("nephele-inventory-", ".parquet");
    try {
      this.connection = DuckDatabase.open(file);
      begin();
    } catch (SQLException e) {
      Files.deleteIfExists(file);
      throw new IOException(e);
    }
  }

  private static Type type(Field field) {
    return switch (field) {
      case SIZE -> Type.NUMBER;
      case LAST_MODIFIED, LOCK_UNTIL, EXPIRATION -> Type.TIME;
      case MULTIPART -> Type.TRUTH;
      default -> Type.TEXT;
    };
  }

  private void begin() throws SQLException {
    StringBuilder create = new StringBuilder("CREATE OR REPLACE TABLE ").append(TABLE);
    char before = '(';
    for (Column column : columns) {
      create.append(before).append('"').append(column.name).append("\" ").append(column.type.sql);
      before = ',';
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(create.append(')').toString());
    }
    appender = connection.unwrap(DuckDBConnection.class).createAppender(TABLE);
    rows = 0;
  }

  @Override
  public String extension() {
    return ".parquet";
  }

  @Override
  public String schema() {
    StringBuilder schema = new StringBuilder("message s3.inventory {");
    for (Column column : columns) {
      schema.append("  optional ").append(column.type.parquet.formatted(column.name)).append(';');
    }
    return schema.append('}').toString();
  }

  @Override
  public void add(String key, StoredObject version, boolean latest, Instant expiresAt)
      throws IOException {
    try {
      appender.beginRow().append(bucket).append(key);
      if (allVersions) {
        appender
            .append(version.isNullVersion() ? null : version.versionId())
            .append(latest)
            .append(version.deleteMarker());
      }
      for (Field field : fields) {
        append(type(field), field.of(version, expiresAt));
      }
      appender.endRow();
      rows++;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private void append(Type type, String value) throws SQLException {
    if (value.isEmpty()) {
      appender.appendNull();
      return;
    }
    switch (type) {
      case TEXT -> appender.append(value);
      case NUMBER -> appender.append(Long.parseLong(value));
      case TRUTH -> appender.append(Boolean.parseBoolean(value));
      case TIME -> appender.append(Instant.parse(value).toEpochMilli());
    }
  }

  @Override
  public boolean isEmpty() {
    return rows == 0;
  }

  @Override
  public boolean isFull() {
    return rows >= MOST_ROWS;
  }

  @Override
  public byte[] finish() throws IOException {
    StringBuilder selected = new StringBuilder();
    for (Column column : columns) {
      String name = '"' + column.name + '"';
      selected.append(selected.isEmpty() ? "" : ", ");
      selected.append(
          column.type == Type.TIME ? "epoch_ms(" + name + ")::TIMESTAMP_MS AS " + name : name);
    }
    try (Statement statement = connection.createStatement()) {
      appender.close();
      statement.execute(
          "COPY (SELECT "
              + selected
              + " FROM "
              + TABLE
              + ") TO "
              + literal(file.toString())
              + " (FORMAT parquet, USE_TMP_FILE false)");
      byte[] bytes = Files.readAllBytes(file);
      begin();
      return bytes;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      appender.close();
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
