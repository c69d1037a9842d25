package io.nephele.services.s3.objects;

import io.nephele.api.s3.Checksum;
import io.nephele.api.s3.GetObjectAttributesOutput;
import io.nephele.api.s3.GetObjectAttributesParts;
import io.nephele.api.s3.GetObjectAttributesRequest;
import io.nephele.api.s3.ObjectPart;
import io.nephele.core.call.Call;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.encryption.CustomerKey;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.objects.StoredObject.ObjectChecksum;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tells attributes of objects, those that a request names. */
public final class ObjectAttributes {
  private static final int MOST_PARTS = 1000;
  private static final Set<String> KNOWN =
      Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");

  private final S3World s3;

  /** The attributes of the objects of a world. */
  public ObjectAttributes(S3World s3) {
    this.s3 = s3;
  }

  private record Found(Bucket bucket, StoredObject object, List<Bodies.Numbered> body) {}

  /** Gets attributes of an object. */
  public GetObjectAttributesOutput get(GetObjectAttributesRequest in, Call call) {
    List<String> names = in.objectAttributes();
    if (names == null || names.isEmpty()) {
      throw S3Errors.invalidRequest(
          "The x-amz-object-attributes header specifying the attributes to be retrieved is either"
              + " missing or empty");
    }
    for (String name : names) {
      if (!KNOWN.contains(name)) {
        throw S3Errors.invalidArgument("Invalid attribute name specified.");
      }
    }
    checkPaging(in);
    Found found =
        HiddenObjects.read(
            s3,
            in.bucket(),
            call,
            reader -> {
              Bucket bucket = s3.bucket(reader, in.bucket(), call);
              StoredObject object =
                  FoundObject.of(s3, reader, bucket, in.key(), in.versionId(), "GET");
              boolean parts = names.contains("ObjectParts") && object.parts() > 0;
              return new Found(
                  bucket,
                  object,
                  parts ? s3.bodies().parts(reader, bucket, object.body()) : List.of());
            });
    StoredObject object = found.object();
    ObjectEncryption.check(object.encryption(), CustomerKey.of(in.struct(), call));
    GetObjectAttributesOutput out =
        new GetObjectAttributesOutput()
            .lastModified(Instant.ofEpochMilli(object.modifiedAt()))
            .versionId(found.bucket().hasVersions() ? object.versionId() : null);
    if (names.contains("ETag")) {
      out.eTag(object.eTag());
    }
    if (names.contains("Checksum") && object.checksum() != null) {
      Checksum checksum = new Checksum();
      ObjectChecksums.tell(withoutCount(object.checksum()), checksum.struct());
      out.checksum(checksum);
    }
    if (names.contains("ObjectParts") && object.parts() > 0) {
      out.objectParts(parts(in, found));
    }
    if (names.contains("StorageClass")) {
      out.storageClass(object.storageClass());
    }
    if (names.contains("ObjectSize")) {
      out.objectSize(object.size());
    }
    return out;
  }

  /** Here S3 tells composite checksums without the number of parts. */
  private static ObjectChecksum withoutCount(ObjectChecksum checksum) {
    int dash = checksum.value().indexOf('-');
    return dash < 0
        ? checksum
        : new ObjectChecksum(
            checksum.algorithm(), checksum.value().substring(0, dash), checksum.type());
  }

  private static void checkPaging(GetObjectAttributesRequest in) {
    if (in.maxParts() != null && in.maxParts() < 0) {
      throw S3Errors.invalidArgument(
          "Argument maxParts must be an integer between 0 and 2147483647",
          "x-amz-max-parts",
          in.maxParts());
    }
  }

  private static GetObjectAttributesParts parts(GetObjectAttributesRequest in, Found found) {
    GetObjectAttributesParts parts =
        new GetObjectAttributesParts().totalPartsCount(found.object().parts());
    boolean listed =
        found.object().checksum() != null
            && (ObjectChecksums.COMPOSITE.equals(found.object().checksum().type())
                || !ObjectChecksums.DEFAULT.equals(found.object().checksum().algorithm()));
    if (!listed) {
      // Parts are told only where the uploader chose a checksum.
      return parts;
    }
    int most = in.maxParts() == null ? MOST_PARTS : Math.min(in.maxParts(), MOST_PARTS);
    int after = in.partNumberMarker() == null ? 0 : number(in.partNumberMarker());
    List<ObjectPart> page = new ArrayList<>();
    boolean more = false;
    for (Bodies.Numbered numbered : found.body()) {
      if (numbered.number() <= after) {
        continue;
      }
      if (page.size() == most) {
        more = true;
        break;
      }
      ObjectPart part = new ObjectPart().partNumber(numbered.number()).size(numbered.part().size());
      ObjectChecksums.tell(
          numbered.part().checksumAlgorithm(), numbered.part().checksum(), part.struct());
      page.add(part);
    }
    int last = page.isEmpty() ? after : page.getLast().partNumber();
    return parts
        .partNumberMarker(Integer.toString(after))
        .nextPartNumberMarker(Integer.toString(last))
        .maxParts(most)
        .isTruncated(more)
        .parts(page.isEmpty() ? null : page);
  }

  private static int number(String marker) {
    try {
      return Integer.parseInt(marker);
    } catch (NumberFormatException e) {
      throw S3Errors.invalidArgument(
          "Provided x-amz-part-number-marker not an integer or within integer range",
          "x-amz-part-number-marker",
          marker);
    }
  }
}
