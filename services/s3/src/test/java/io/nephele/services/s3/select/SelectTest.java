package io.nephele.services.s3.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects in CSV, JSON and Parquet are queried, and only what fits comes back. */
@NepheleTest
final class SelectTest {
  private static final String BUCKET = "selected-bucket";
  private static final String PEOPLE =
      """
      name,age,city
      Ann,31,Oslo
      "Bob, Jr.",7,"Rome"
      Cid,45,Oslo
      """;
  private static final String CSV_OUT = "<OutputSerialization><CSV/></OutputSerialization>";
  private static final String JSON_OUT = "<OutputSerialization><JSON/></OutputSerialization>";
  private static final String WITH_HEADER =
      "<InputSerialization><CSV><FileHeaderInfo>USE</FileHeaderInfo></CSV></InputSerialization>";
  private static final String PLAIN = "<InputSerialization><CSV/></InputSerialization>";
  private static final String LINES =
      "<InputSerialization><JSON><Type>LINES</Type></JSON></InputSerialization>";
  private static final String DOCUMENT =
      "<InputSerialization><JSON><Type>DOCUMENT</Type></JSON></InputSerialization>";

  @Inject S3Client s3;
  @Inject Nephele nephele;

  @BeforeEach
  void prepare() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private String put(String key, String text) {
    return put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  private String put(String key, byte[] bytes) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
    return key;
  }

  private Selected select(String key, String expression, String rest) throws Exception {
    try (RawS3 raw = new RawS3(nephele.endpoint())) {
      return Selected.post(raw, "/" + BUCKET + "/" + key, expression, rest);
    }
  }

  private String records(String key, String expression, String rest) throws Exception {
    Selected selected = select(key, expression, rest);
    assertThat(selected.error()).isNull();
    return selected.records();
  }

  @Test
  @Fact("s3-089")
  void onlyWhatFitsComesBack() throws Exception {
    String key = put("people.csv", PEOPLE);
    Selected selected =
        select(
            key,
            "SELECT s.name, s.age FROM S3Object s WHERE s.city = 'Oslo' AND CAST(s.age AS INT) >"
                + " 40",
            WITH_HEADER + CSV_OUT);
    assertThat(selected.records()).isEqualTo("Cid,45\n");
    assertThat(selected.events()).containsExactly("Records", "Stats", "End");
    assertThat(selected.stats())
        .contains("<BytesScanned>" + PEOPLE.length() + "</BytesScanned>")
        .contains("<BytesReturned>7</BytesReturned>");

    assertThat(records(key, "select * from s3object", WITH_HEADER + JSON_OUT))
        .isEqualTo(
            """
            {"name":"Ann","age":"31","city":"Oslo"}
            {"name":"Bob, Jr.","age":"7","city":"Rome"}
            {"name":"Cid","age":"45","city":"Oslo"}
            """);
    assertThat(records(key, "SELECT _1 FROM S3Object LIMIT 2", PLAIN + CSV_OUT))
        .isEqualTo("name\nAnn\n");
    assertThat(
            records(
                key,
                "SELECT COUNT(*), SUM(CAST(age AS INT)), MAX(name), AVG(CAST(age AS INT)) AS mean"
                    + " FROM S3Object",
                WITH_HEADER + JSON_OUT))
        .startsWith("{\"_1\":3,\"_2\":83,\"_3\":\"Cid\",\"mean\":27.6666666");

    String lines =
        put("events.json", "{\"id\":1,\"tags\":[\"a\"]}\n{\"id\":2.50,\"o\":{\"p\":null}}\n");
    assertThat(records(lines, "SELECT * FROM S3Object s WHERE s.id >= 2", LINES + JSON_OUT))
        .isEqualTo("{\"id\":2.50,\"o\":{\"p\":null}}\n");
    assertThat(records(lines, "SELECT s.tags[0] AS t, s.o.p FROM S3Object s", LINES + JSON_OUT))
        .isEqualTo("{\"t\":\"a\"}\n{\"p\":null}\n");

    Selected parquet =
        select(
            put("people.parquet", parquet()),
            "SELECT name, age + 1 FROM S3Object WHERE age > 10",
            "<InputSerialization><Parquet/></InputSerialization>" + CSV_OUT);
    assertThat(parquet.error()).isNull();
    assertThat(parquet.records()).isEqualTo("Ann,32\nCid,46\n");
  }

  @TempDir Path folder;

  private byte[] parquet() throws Exception {
    Path file = folder.resolve("people.parquet");
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM (VALUES ('Ann', 31), ('Bob', 7), ('Cid', 45)) t(name, age)) TO '"
              + file
              + "' (FORMAT PARQUET)");
    }
    return Files.readAllBytes(file);
  }

  @Test
  @Fact("s3-090")
  void packedObjectsAreUnpacked() throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(PEOPLE.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream bzip = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bzip)) {
      out.write(PEOPLE.getBytes(StandardCharsets.UTF_8));
    }
    String input =
        "<InputSerialization><CompressionType>%s</CompressionType>"
            + "<CSV><FileHeaderInfo>USE</FileHeaderInfo></CSV></InputSerialization>";
    Selected selected =
        select(
            put("people.gz", gzip.toByteArray()),
            "SELECT name FROM S3Object WHERE age = '7'",
            input.formatted("GZIP") + CSV_OUT);
    assertThat(selected.records()).isEqualTo("\"Bob, Jr.\"\n");
    assertThat(selected.stats())
        .contains("<BytesScanned>" + gzip.size() + "</BytesScanned>")
        .contains("<BytesProcessed>" + PEOPLE.length() + "</BytesProcessed>");
    assertThat(
            records(
                put("people.bz2", bzip.toByteArray()),
                "SELECT name FROM S3Object LIMIT 1",
                input.formatted("BZIP2") + CSV_OUT))
        .isEqualTo("Ann\n");
    put("plain.gz", PEOPLE);
    assertThat(select("plain.gz", "SELECT name FROM S3Object", input.formatted("GZIP") + CSV_OUT))
        .satisfies(
            refused -> {
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused.error()).startsWith("TruncatedInput");
            });
    byte[] half = java.util.Arrays.copyOf(gzip.toByteArray(), gzip.size() - 12);
    assertThat(
            select(
                    put("half.gz", half),
                    "SELECT name FROM S3Object",
                    input.formatted("GZIP") + CSV_OUT)
                .error())
        .startsWith("TruncatedInput");
  }

  @Test
  void rangesHoldTheRecordsThatBeginInThem() throws Exception {
    String key = put("rows.csv", "aaa,1\nbbb,2\nccc,3\nddd,4\n");
    String range = "<ScanRange><Start>%d</Start><End>%d</End></ScanRange>";
    String all = "SELECT * FROM S3Object";
    assertThat(records(key, all, PLAIN + CSV_OUT + range.formatted(0, 5))).isEqualTo("aaa,1\n");
    assertThat(records(key, all, PLAIN + CSV_OUT + range.formatted(1, 6))).isEqualTo("bbb,2\n");
    assertThat(records(key, all, PLAIN + CSV_OUT + range.formatted(6, 12)))
        .isEqualTo("bbb,2\nccc,3\n");
    assertThat(records(key, all, PLAIN + CSV_OUT + range.formatted(7, 11))).isEmpty();
    assertThat(records(key, all, PLAIN + CSV_OUT + "<ScanRange><End>6</End></ScanRange>"))
        .isEqualTo("ddd,4\n");
    assertThat(records(key, all, PLAIN + CSV_OUT + "<ScanRange><Start>13</Start></ScanRange>"))
        .isEqualTo("ddd,4\n");
    assertThat(select(key, all, PLAIN + CSV_OUT + range.formatted(9, 3)).error())
        .startsWith("InvalidScanRange");
  }

  @Test
  void documentsOfJsonAreFollowedToTheirRows() throws Exception {
    String key =
        put(
            "rules.json",
            """
            {"Rules":[{"id":"1"},{"expr":"y > x"},{"id":"2","expr":"z = DEBUG"}]}
            {"created":"June 27","modified":"July 6"}
            """);
    assertThat(records(key, "SELECT id FROM S3Object[*].Rules[*].id", DOCUMENT + JSON_OUT))
        .isEqualTo("{\"id\":\"1\"}\n{}\n{\"id\":\"2\"}\n{}\n");
    assertThat(
            records(
                key,
                "SELECT r.id FROM S3Object[*].Rules[*] r WHERE r.expr IS NOT MISSING",
                DOCUMENT + JSON_OUT))
        .isEqualTo("{}\n{\"id\":\"2\"}\n");
    String list = put("list.json", "[{\"a\":[1,2]},{\"a\":[3]}]");
    assertThat(records(list, "SELECT s.a[1] AS b FROM S3Object[*][*] s", DOCUMENT + JSON_OUT))
        .isEqualTo("{\"b\":2}\n{}\n");
    assertThat(records(list, "SELECT COUNT(*) FROM S3Object[*][*].a[*] s", DOCUMENT + CSV_OUT))
        .isEqualTo("3\n");
  }

  @Test
  void whatIsNotOfTheDialectIsRefusedInItsWords() throws Exception {
    String key = put("people.csv", PEOPLE);
    refused(key, "SELECT * FROM S3Object GROUP BY city", "ParseUnexpectedToken");
    refused(key, "SELECT * FROM S3Object ORDER BY city", "ParseUnexpectedToken");
    refused(key, "SELECT * FROM S3Object a, S3Object b", "MultipleDataSourcesUnsupported");
    refused(key, "SELECT * FROM S3Object a JOIN S3Object b", "MultipleDataSourcesUnsupported");
    refused(key, "SELECT * WHERE a = 1", "ParseSelectMissingFrom");
    refused(key, "SELECT * FROM read_csv('/etc/passwd')", "InvalidDataSource");
    refused(key, "SELECT read_text('/etc/passwd') FROM S3Object", "UnsupportedFunction");
    refused(key, "SELECT (SELECT 1) FROM S3Object", "ParseUnsupportedSelect");
    refused(key, "SELECT name FROM S3Object; DROP TABLE x", "ParseUnexpectedToken");
    refused(key, "ATTACH '/tmp/x'", "ParseExpectedKeyword");
    refused(key, "SELECT nobody FROM S3Object", "MissingHeaders");
    refused(key, "SELECT COUNT(*), name FROM S3Object", "UnsupportedSqlStructure");
    refused(key, "SELECT CAST(name AS BLOB) FROM S3Object", "ParseExpectedTypeName");
    refused(key, "SELECT 'abc FROM S3Object", "LexerInvalidLiteral");
    refused(key, "SELECT { FROM S3Object", "LexerInvalidChar");
    refused(key, "SELECT " + "(".repeat(5000) + "1 FROM S3Object", "UnsupportedSqlStructure");
    refused(key, "SELECT LOWER(name, age) FROM S3Object", "EvaluatorInvalidArguments");
    assertThat(select(key, "SELECT name FROM S3Object", PLAIN + CSV_OUT).error())
        .startsWith("InvalidColumnIndex");
    assertThat(select(key, "SELECT * FROM S3Object", CSV_OUT).status()).isEqualTo(400);
    // What turns out while rows are read ends the events.
    Selected cast = select(key, "SELECT CAST(name AS INT) FROM S3Object", WITH_HEADER + CSV_OUT);
    assertThat(cast.status()).isEqualTo(200);
    assertThat(cast.error()).startsWith("CastFailed");
    assertThat(cast.events()).doesNotContain("End");
  }

  private void refused(String key, String expression, String code) throws Exception {
    Selected selected = select(key, expression, WITH_HEADER + CSV_OUT);
    assertThat(selected.status()).as(expression).isEqualTo(400);
    assertThat(selected.error()).as(expression).startsWith(code + ":");
  }

  @Test
  void signsOfTheRequestAreUsed() throws Exception {
    String key = put("odd.csv", "#no\na|'b|c'|1$d|'e''f'|2$");
    String input =
        "<InputSerialization><CSV><RecordDelimiter>$</RecordDelimiter><Comments>%</Comments>"
            + "<FieldDelimiter>|</FieldDelimiter><QuoteCharacter>'</QuoteCharacter>"
            + "<QuoteEscapeCharacter>'</QuoteEscapeCharacter></CSV></InputSerialization>";
    String output =
        "<OutputSerialization><CSV><QuoteFields>ALWAYS</QuoteFields><RecordDelimiter>;"
            + "</RecordDelimiter><FieldDelimiter>:</FieldDelimiter></CSV></OutputSerialization>";
    assertThat(records(key, "SELECT _2, _3 FROM S3Object", input + output))
        .isEqualTo("\"b|c\":\"1\";\"e'f\":\"2\";");
    String quoted = put("quoted.csv", "a,\"x\ny\"\nb,z\n");
    String allow =
        "<InputSerialization><CSV><AllowQuotedRecordDelimiter>true</AllowQuotedRecordDelimiter>"
            + "</CSV></InputSerialization>";
    assertThat(records(quoted, "SELECT _1 FROM S3Object", allow + CSV_OUT)).isEqualTo("a\nb\n");
    assertThat(records(quoted, "SELECT _1 FROM S3Object", PLAIN + CSV_OUT))
        .isEqualTo("a\n\"y\"\"\"\nb\n");
  }

  @Test
  void progressIsToldWhereItIsAskedFor() throws Exception {
    String key = put("people.csv", PEOPLE);
    Selected selected =
        select(
            key,
            "SELECT name FROM S3Object",
            WITH_HEADER + CSV_OUT + "<RequestProgress><Enabled>true</Enabled></RequestProgress>");
    assertThat(selected.events()).containsExactly("Records", "Progress", "Stats", "End");
  }
}
