package io.nephele.services.s3.multipart;

import io.nephele.api.s3.CopyPartResult;
import io.nephele.api.s3.UploadPartCopyOutput;
import io.nephele.api.s3.UploadPartCopyRequest;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.BodyPart;
import io.nephele.services.s3.bodies.WrittenPart;
import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.encryption.CustomerKey;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.objects.ObjectCopies;
import io.nephele.services.s3.objects.ObjectWrites;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Takes bytes of objects that are there as parts of uploads. */
final class PartCopies {
  private static final String UNIT = "bytes=";
  private static final int MOST_DIGITS = 18;

  private final S3World s3;
  private final Parts parts;
  private final ObjectCopies copies;

  /** The copied parts of a world's uploads. */
  PartCopies(S3World s3, Parts parts) {
    this.s3 = s3;
    this.parts = parts;
    this.copies = new ObjectCopies(s3, new ObjectWrites(s3));
  }

  /** Copies a whole object, or some of it, to a part. */
  UploadPartCopyOutput copy(UploadPartCopyRequest in, Call call) {
    Parts.checkNumber(in.partNumber());
    Parts.Found found = parts.find(in.bucket(), in.key(), in.uploadId(), call);
    Upload upload = found.upload();
    ObjectCopies.Source source = copies.source(in.struct(), call);
    Range range = range(in.copySourceRange(), source.object().size());
    if (range.length > Parts.MOST_BYTES) {
      throw S3Errors.invalidRequest(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + Parts.MOST_BYTES);
    }
    byte[] from = copies.open(source, in.struct(), call);
    byte[] key = parts.dataKey(found, in.key(), CustomerKey.of(in.struct(), call), call);
    try (InputStream plain =
            s3.bodies().open(source.body(), from, range.first, range.length).open();
        WrittenPart written = s3.bodies().write(plain, range.length, key, upload.algorithm())) {
      BodyPart part = parts.told(upload, written.part());
      parts.put(found, in.key(), in.partNumber(), part);
      CopyPartResult result =
          new CopyPartResult()
              .eTag("\"" + part.md5() + "\"")
              .lastModified(Instant.ofEpochMilli(part.modifiedAt()));
      if (upload.checksumAlgorithm() != null) {
        ObjectChecksums.tell(part.checksumAlgorithm(), part.checksum(), result.struct());
      }
      UploadPartCopyOutput out =
          new UploadPartCopyOutput().copyPartResult(result).copySourceVersionId(source.versionId());
      ObjectEncryption.tell(upload.object().encryption(), out.struct());
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Range(long first, long length) {}

  private static Range range(String header, long size) {
    if (header == null) {
      return new Range(0, size);
    }
    int dash = header.indexOf('-');
    long first = header.startsWith(UNIT) ? number(header, UNIT.length(), dash) : -1;
    long last = number(header, dash + 1, header.length());
    if (dash < 0 || first < 0 || last < first) {
      throw invalid(
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
              + " last are the zero-based offsets of the first and last bytes to copy",
          header);
    }
    if (last >= size) {
      throw invalid("Range specified is not valid for source object of size: " + size, header);
    }
    return new Range(first, last - first + 1);
  }

  /** The number in a part of a text; -1 if it is none. */
  private static long number(String text, int from, int to) {
    if (from >= to || to - from > MOST_DIGITS) {
      return -1;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(text, from, to, 10);
  }

  private static AwsException invalid(String message, String header) {
    return S3Errors.invalidArgument(message, "x-amz-copy-source-range", header);
  }
}
