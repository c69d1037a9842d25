package io.nephele.services.s3.select;

import io.nephele.services.s3.parquet.DuckDatabase;
import io.nephele.services.s3.select.sql.Columns;
import io.nephele.services.s3.select.sql.Expressions;
import io.nephele.services.s3.select.sql.Missing;
import io.nephele.services.s3.select.sql.PathStep;
import io.nephele.services.s3.select.sql.Query;
import io.nephele.services.s3.select.sql.Row;
import io.nephele.services.s3.select.sql.Timestamp;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.duckdb.DuckDBStruct;

/**
 * The rows of a Parquet object, which DuckDB reads from a temporary file. The statement is ours: of
 * the caller's query nothing comes to DuckDB but which columns there are to be, and DuckDB can read
 * no other file.
 */
final class ParquetRows implements RowSource {
  private static final int AT_ONCE = 1000;

  private final Path file;
  private final Connection connection;
  private final Statement statement;
  private final ResultSet rows;
  private final Columns columns;
  private final boolean[] wanted;

  /**
   * Opens an object.
   *
   * @param in the whole object, which is read and closed
   */
  static ParquetRows open(InputStream in, Query query) throws IOException {
    Path file = Files.createTempFile("nephele-select-", ".parquet");
    try {
      try (in) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return new ParquetRows(file, query);
    } catch (SQLException e) {
      Files.deleteIfExists(file);
      throw SelectErrors.parquet();
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private ParquetRows(Path file, Query query) throws SQLException {
    this.file = file;
    this.connection = DuckDatabase.open(file);
    try {
      this.statement = connection.createStatement();
      statement.setFetchSize(AT_ONCE);
      String from =
          " FROM read_parquet("
              + DuckDatabase.literal(file.toString())
              + ", binary_as_string = true)";
      this.columns = columns(from);
      this.wanted = wanted(query);
      this.rows = statement.executeQuery("SELECT " + selected() + from);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Columns columns(String from) throws SQLException {
    try (Statement describing = connection.createStatement();
        ResultSet described = describing.executeQuery("SELECT *" + from + " LIMIT 0")) {
      ResultSetMetaData data = described.getMetaData();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        names.add(data.getColumnName(i));
      }
      return new Columns(names);
    }
  }

  /** Which columns a query needs; an error if it names one that is not there. */
  private boolean[] wanted(Query query) {
    boolean[] all = new boolean[columns.names().size()];
    if (query.columns() == null) {
      Arrays.fill(all, true);
    }
    Set<Integer> missing = new TreeSet<>();
    Expressions.paths(
        query,
        path -> {
          PathStep step = Tables.column(path.steps(), query.alias());
          int column = columns.find(step);
          if (column < 0 || column >= all.length) {
            missing.add(column);
          } else {
            all[column] = true;
          }
        });
    if (!missing.isEmpty()) {
      throw SelectErrors.missingHeaders();
    }
    return all;
  }

  private String selected() {
    StringBuilder selected = new StringBuilder();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i]) {
        selected.append(selected.isEmpty() ? "" : ", ");
        selected.append('"').append(columns.names().get(i).replace("\"", "\"\"")).append('"');
      }
    }
    return selected.isEmpty() ? "1" : selected.toString();
  }

  @Override
  public Row next() throws IOException {
    try {
      if (!rows.next()) {
        return null;
      }
      List<Object> fields = new ArrayList<>(wanted.length);
      int at = 0;
      for (boolean each : wanted) {
        fields.add(each ? value(rows.getObject(++at)) : Missing.VALUE);
      }
      return Row.of(columns, fields);
    } catch (SQLException e) {
      throw SelectErrors.parquet();
    }
  }

  private static Object value(Object given) throws SQLException {
    return switch (given) {
      case null -> null;
      case Long whole -> whole;
      case Integer whole -> whole.longValue();
      case Short whole -> whole.longValue();
      case Byte whole -> whole.longValue();
      case BigInteger whole -> new BigDecimal(whole);
      case BigDecimal exact -> exact;
      case Float real -> Double.valueOf(real.toString());
      case Double real -> real;
      case Boolean truth -> truth;
      case LocalDate day -> day.toString();
      case OffsetDateTime time -> Timestamp.of(time.toInstant());
      case LocalDateTime time -> Timestamp.of(time.toInstant(ZoneOffset.UTC));
      case java.sql.Timestamp time ->
          Timestamp.of(time.toLocalDateTime().toInstant(ZoneOffset.UTC));
      case java.sql.Array list -> {
        List<Object> elements = new ArrayList<>();
        for (Object element : (Object[]) list.getArray()) {
          elements.add(value(element));
        }
        yield elements;
      }
      case DuckDBStruct struct -> members(struct.getMap());
      case Map<?, ?> map -> members(map);
      default -> given.toString();
    };
  }

  private static Map<String, Object> members(Map<?, ?> map) throws SQLException {
    Map<String, Object> members = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      members.put(String.valueOf(entry.getKey()), value(entry.getValue()));
    }
    return members;
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      statement.close();
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
