package io.nephele.services.s3.inventory;

import io.nephele.services.s3.objects.StoredObject;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A file of a report that is being written. */
interface ReportFile extends Closeable {
  /** A file in a format that is {@code CSV} or {@code Parquet}, without rows. */
  static ReportFile of(String format, String bucket, boolean allVersions, List<String> titles)
      throws IOException {
    List<Field> fields = new ArrayList<>();
    for (Field field : Field.values()) {
      if (titles != null && titles.contains(field.title())) {
        fields.add(field);
      }
    }
    return format.equals("Parquet")
        ? new ParquetFile(bucket, allVersions, fields)
        : new CsvFile(bucket, allVersions, fields);
  }

  /** How names of such files end. */
  String extension();

  /** The columns, as manifests tell them. */
  String schema();

  /**
   * Adds a row.
   *
   * @param expiresAt when a rule of the bucket removes it, or null
   */
  void add(String key, StoredObject version, boolean latest, Instant expiresAt) throws IOException;

  /** Whether there are no rows. */
  boolean isEmpty();

  /** Whether it is time for another file, as this one is held in memory. */
  boolean isFull();

  /** The file; another one is begun. */
  byte[] finish() throws IOException;
}
