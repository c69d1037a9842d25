package io.nephele.services.firehose;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xerial.snappy.SnappyFramedOutputStream;
import org.xerial.snappy.SnappyHadoopCompatibleOutputStream;

/** How objects are compressed. */
enum Compression {
  UNCOMPRESSED(""),
  GZIP(".gz"),
  ZIP(".zip"),
  SNAPPY(".snappy"),
  HADOOP_SNAPPY(".hsnappy");

  private final String extension;

  Compression(String extension) {
    this.extension = extension;
  }

  /** The one of that name in the API. */
  static Compression of(String name) {
    return switch (name) {
      case "GZIP" -> GZIP;
      case "ZIP" -> ZIP;
      case "Snappy" -> SNAPPY;
      case "HADOOP_SNAPPY" -> HADOOP_SNAPPY;
      default -> UNCOMPRESSED;
    };
  }

  /** What names of objects end with, with the dot. */
  String extension() {
    return extension;
  }

  /**
   * Compresses what is written, until it is closed.
   *
   * @param name of the file in an archive
   */
  OutputStream open(OutputStream out, String name) throws IOException {
    return switch (this) {
      case UNCOMPRESSED -> out;
      case GZIP -> new GZIPOutputStream(out);
      case ZIP -> {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry(name));
        yield zip;
      }
      case SNAPPY -> new SnappyFramedOutputStream(out);
      case HADOOP_SNAPPY -> new SnappyHadoopCompatibleOutputStream(out);
    };
  }
}
