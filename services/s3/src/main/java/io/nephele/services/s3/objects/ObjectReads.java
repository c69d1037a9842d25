package io.nephele.services.s3.objects;

import io.nephele.api.s3.GetObjectOutput;
import io.nephele.api.s3.GetObjectRequest;
import io.nephele.api.s3.HeadObjectOutput;
import io.nephele.api.s3.HeadObjectRequest;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.encryption.CustomerKey;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.objects.Preconditions.ReadConditions;
import io.nephele.services.s3.objects.StoredObject.ObjectChecksum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Gets objects, or what is known of them. */
public final class ObjectReads {
  private static final int MOST_PARTS = 10_000;
  private static final int PARTIAL_CONTENT = 206;
  private static final List<String> OVERRIDES =
      List.of(
          "ResponseCacheControl",
          "ResponseContentDisposition",
          "ResponseContentEncoding",
          "ResponseContentLanguage",
          "ResponseContentType",
          "ResponseExpires");

  private final S3World s3;

  /** Reads the objects of a world. */
  public ObjectReads(S3World s3) {
    this.s3 = s3;
  }

  /**
   * What is read.
   *
   * @param body its parts, or those that are needed
   * @param start the first byte of the first of these parts
   */
  private record Found(
      Bucket bucket, StoredObject object, List<Bodies.Numbered> body, long start) {}

  /** Gets an object or some of its bytes. */
  public GetObjectOutput get(GetObjectRequest in, Call call) {
    Struct request = in.struct();
    check(request, call);
    Found found =
        HiddenObjects.read(
            s3,
            in.bucket(),
            call,
            reader ->
                found(
                    reader,
                    s3.bucket(reader, in.bucket(), call),
                    in.key(),
                    in.versionId(),
                    in.range()));
    StoredObject object = found.object();
    Preconditions.checkRead(
        conditions(in.ifMatch(), in.ifNoneMatch(), in.ifModifiedSince(), in.ifUnmodifiedSince()),
        object,
        s3.now());
    StorageClasses.checkReadable(object, s3.now());
    GetObjectOutput out = new GetObjectOutput();
    ByteRange range = fill(out.struct(), request, found);
    byte[] dataKey =
        s3.encryption()
            .open(
                found.bucket(), in.key(), object.encryption(), CustomerKey.of(request, call), call);
    try {
      return out.body(
          s3.bodies().open(found.body(), dataKey, range.first() - found.start(), range.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An object that is going to be read.
   *
   * @param size how many bytes it has
   */
  public record Plain(long size, Opening opening) {
    /** The bytes from one on. */
    public Body open(long offset) throws IOException {
      return opening.open(offset);
    }

    /** How its bytes are had. */
    @FunctionalInterface
    public interface Opening {
      /** The bytes from one on. */
      Body open(long offset) throws IOException;
    }
  }

  /** The current object, for a request that reads it and makes something else of it. */
  public Plain plain(String bucketName, String key, Struct request, Call call) {
    Found found =
        HiddenObjects.read(
            s3, bucketName, call, reader -> find(reader, bucketName, key, null, "GET", true, call));
    StoredObject object = found.object();
    StorageClasses.checkReadable(object, s3.now());
    byte[] dataKey =
        s3.encryption()
            .open(found.bucket(), key, object.encryption(), CustomerKey.of(request, call), call);
    long size = object.size();
    return new Plain(
        size,
        offset -> s3.bodies().open(found.body(), dataKey, offset, Math.max(0, size - offset)));
  }

  /** Tells of an object what getting it would, without its bytes. */
  public HeadObjectOutput head(HeadObjectRequest in, Call call) {
    Struct request = in.struct();
    check(request, call);
    boolean parts = in.partNumber() != null;
    Found found =
        HiddenObjects.read(
            s3,
            in.bucket(),
            call,
            reader -> find(reader, in.bucket(), in.key(), in.versionId(), "HEAD", parts, call));
    Preconditions.checkRead(
        conditions(in.ifMatch(), in.ifNoneMatch(), in.ifModifiedSince(), in.ifUnmodifiedSince()),
        found.object(),
        s3.now());
    ObjectEncryption.check(found.object().encryption(), CustomerKey.of(request, call));
    HeadObjectOutput out = new HeadObjectOutput();
    fill(out.struct(), request, found);
    return out;
  }

  private Found find(
      Reader reader,
      String bucketName,
      String key,
      String versionId,
      String method,
      boolean body,
      Call call) {
    Bucket bucket = s3.bucket(reader, bucketName, call);
    StoredObject object = FoundObject.of(s3, reader, bucket, key, versionId, method);
    return new Found(
        bucket, object, body ? s3.bodies().parts(reader, bucket, object.body()) : List.of(), 0);
  }

  /** An object with those of its parts that a range needs; all of them where there is none. */
  private Found found(Reader reader, Bucket bucket, String key, String versionId, String asked) {
    StoredObject object = FoundObject.of(s3, reader, bucket, key, versionId, "GET");
    ByteRange range =
        object.partSize() > 0 && object.parts() > 1 ? ByteRange.find(asked, object.size()) : null;
    if (range != null) {
      int first = (int) (range.first() / object.partSize());
      int end = (int) ((range.first() + range.length() - 1) / object.partSize()) + 1;
      List<Bodies.Numbered> some =
          s3.bodies().parts(reader, bucket, object.body(), first, end - first);
      if (isAsSaid(some, object, first, end)) {
        return new Found(bucket, object, some, first * object.partSize());
      }
    }
    return new Found(bucket, object, s3.bodies().parts(reader, bucket, object.body()), 0);
  }

  /** Whether parts are of the numbers and sizes that the object tells. */
  private static boolean isAsSaid(
      List<Bodies.Numbered> parts, StoredObject object, int first, int end) {
    for (int i = 0; i < parts.size(); i++) {
      int number = first + i + 1;
      long size =
          number < object.parts()
              ? object.partSize()
              : object.size() - (number - 1) * object.partSize();
      if (parts.get(i).number() != number || parts.get(i).part().size() != size) {
        return false;
      }
    }
    return parts.size() == end - first;
  }

  private static ReadConditions conditions(
      String ifMatch, String ifNoneMatch, Instant ifModifiedSince, Instant ifUnmodifiedSince) {
    return new ReadConditions(ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, "");
  }

  private static void check(Struct request, Call call) {
    if (call.principal().type() == Principal.Type.ANONYMOUS) {
      for (String override : OVERRIDES) {
        if (request.get(override) != null) {
          throw S3Errors.invalidRequest(
              "Request specific response headers cannot be used for anonymous GET requests.");
        }
      }
    }
    Object part = request.get("PartNumber");
    if (part != null && request.get("Range") != null) {
      throw S3Errors.invalidRequest(
          "Cannot specify both Range header and partNumber query parameter");
    }
    if (part instanceof Integer number && (number < 1 || number > MOST_PARTS)) {
      throw S3Errors.invalidArgument(
          "Part number must be an integer between 1 and 10000, inclusive", "partNumber", number);
    }
  }

  /** Fills in what both tell; returns which bytes are asked for. */
  private ByteRange fill(Struct out, Struct request, Found found) {
    StoredObject object = found.object();
    ObjectHeaders.fill(out, request, found.bucket(), object, s3.now());
    if (request.get("VersionId") == null) {
      String key = (String) request.get("Key");
      out.set("Expiration", ObjectHeaders.expiration(s3, found.bucket(), key, object));
    }
    if (!object.tags().isEmpty()) {
      out.set("TagCount", object.tags().size());
    }
    ByteRange range =
        request.get("PartNumber") instanceof Integer number
            ? part(found, number, out)
            : ByteRange.parse((String) request.get("Range"), object.size());
    if (range == null) {
      out.set("ContentLength", object.size());
      if ("ENABLED".equals(request.get("ChecksumMode"))) {
        ObjectChecksums.tell(object.checksum(), out);
      }
      return new ByteRange(0, object.size(), object.size());
    }
    out.set("ContentLength", range.length()).set("ContentRange", range.contentRange());
    out.answerWith(PARTIAL_CONTENT);
    if (request.get("PartNumber") instanceof Integer number
        && "ENABLED".equals(request.get("ChecksumMode"))) {
      tellChecksum(found, number, out);
    }
    return range;
  }

  /** Parts have checksums of their own only where that of the object is made of them. */
  private static void tellChecksum(Found found, int part, Struct out) {
    ObjectChecksum checksum = found.object().checksum();
    if (checksum == null) {
      return;
    }
    if (ObjectChecksums.COMPOSITE.equals(checksum.type())) {
      String value = found.body().get(part - 1).part().checksum();
      ObjectChecksums.tell(new ObjectChecksum(checksum.algorithm(), value, checksum.type()), out);
    } else if (found.object().parts() <= 1) {
      ObjectChecksums.tell(checksum, out);
    }
  }

  /** The bytes of one part of an upload; null for all of them. */
  private static ByteRange part(Found found, int number, Struct out) {
    StoredObject object = found.object();
    int parts = Math.max(object.parts(), 1);
    if (number > parts) {
      throw AwsException.client(
              "InvalidPartNumber", 416, "The requested partnumber is not satisfiable")
          .with("PartNumberRequested", number)
          .with("ActualPartCount", parts);
    }
    if (object.parts() > 0) {
      out.set("PartsCount", object.parts());
    }
    long first = 0;
    for (Bodies.Numbered before : found.body().subList(0, number - 1)) {
      first += before.part().size();
    }
    long length = found.body().get(number - 1).part().size();
    return length == 0 ? null : new ByteRange(first, length, object.size());
  }
}
