package io.nephele.services.s3.inventory;

import io.nephele.services.s3.objects.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A report in CSV, every value quoted, compressed. */
final class CsvFile implements ReportFile {
  private static final int MOST_BYTES = 4 << 20;

  private final String bucket;
  private final boolean allVersions;
  private final List<Field> fields;
  private ByteArrayOutputStream bytes;
  private GZIPOutputStream compressed;
  private long rows;

  CsvFile(String bucket, boolean allVersions, List<Field> fields) throws IOException {
    this.bucket = bucket;
    this.allVersions = allVersions;
    this.fields = fields;
    begin();
  }

  private void begin() throws IOException {
    bytes = new ByteArrayOutputStream();
    compressed = new GZIPOutputStream(bytes);
  }

  @Override
  public String extension() {
    return ".csv.gz";
  }

  @Override
  public String schema() {
    List<String> titles = new ArrayList<>(List.of("Bucket", "Key"));
    if (allVersions) {
      titles.addAll(List.of("VersionId", "IsLatest", "IsDeleteMarker"));
    }
    for (Field field : fields) {
      titles.add(field.title());
    }
    return String.join(", ", titles);
  }

  @Override
  public void add(String key, StoredObject version, boolean latest, Instant expiresAt)
      throws IOException {
    StringBuilder row = new StringBuilder(200);
    value(row, bucket);
    value(row, URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"));
    if (allVersions) {
      value(row, version.isNullVersion() ? "" : version.versionId());
      value(row, Boolean.toString(latest));
      value(row, Boolean.toString(version.deleteMarker()));
    }
    for (Field field : fields) {
      value(row, field.of(version, expiresAt));
    }
    row.append('\n');
    compressed.write(row.toString().getBytes(StandardCharsets.UTF_8));
    rows++;
  }

  private static void value(StringBuilder row, String value) {
    if (!row.isEmpty()) {
      row.append(',');
    }
    row.append('"').append(value.replace("\"", "\"\"")).append('"');
  }

  @Override
  public boolean isEmpty() {
    return rows == 0;
  }

  @Override
  public boolean isFull() {
    return bytes.size() >= MOST_BYTES;
  }

  @Override
  public byte[] finish() throws IOException {
    compressed.finish();
    byte[] finished = bytes.toByteArray();
    rows = 0;
    begin();
    return finished;
  }

  @Override
  public void close() throws IOException {
    compressed.close();
  }
}
