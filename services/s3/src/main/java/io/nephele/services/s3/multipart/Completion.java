package io.nephele.services.s3.multipart;

import io.nephele.api.s3.CompleteMultipartUploadOutput;
import io.nephele.api.s3.CompleteMultipartUploadRequest;
import io.nephele.api.s3.CompletedPart;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.bodies.BodyPart;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.encryption.CustomerKey;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.objects.ObjectBuilder;
import io.nephele.services.s3.objects.ObjectChange;
import io.nephele.services.s3.objects.ObjectHeaders;
import io.nephele.services.s3.objects.ObjectTable;
import io.nephele.services.s3.objects.Preconditions;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.wire.checksum.ChecksumAlgorithm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the parts of uploads objects. No byte is copied: the upload's body becomes the object's.
 */
public final class Completion {
  private static final long LEAST_BYTES = 5L << 20;
  private static final long MOST_BYTES = 50L << 40;

  private final S3World s3;

  /** Completes the uploads of a world. */
  public Completion(S3World s3) {
    this.s3 = s3;
  }

  /** Completes an upload. Doing so again changes nothing and is answered alike. */
  public CompleteMultipartUploadOutput complete(CompleteMultipartUploadRequest in, Call call) {
    Bucket bucket = s3.bucket(in.bucket(), call);
    List<CompletedPart> listed = in.multipartUpload() == null ? null : in.multipartUpload().parts();
    checkList(listed, in.uploadId());
    Preconditions.checkWriteHeaders(in.ifMatch(), in.ifNoneMatch());
    CustomerKey customer = CustomerKey.of(in.struct(), call);
    StoredObject object =
        s3.world()
            .store()
            .write(
                ObjectTable.lock(bucket, in.key()),
                transaction -> complete(transaction, bucket, in, listed, customer, call));
    CompleteMultipartUploadOutput out =
        new CompleteMultipartUploadOutput()
            .location(location(in, call))
            .bucket(in.bucket())
            .key(in.key())
            .eTag("\"" + object.eTag() + "\"")
            .expiration(ObjectHeaders.expiration(s3, bucket, in.key(), object))
            .versionId(object.isNullVersion() ? null : object.versionId());
    ObjectEncryption.tell(object.encryption(), out.struct());
    ObjectChecksums.tell(object.checksum(), out.struct());
    return out;
  }

  private static void checkList(List<CompletedPart> listed, String uploadId) {
    if (listed == null || listed.isEmpty() || listed.size() > Parts.MOST_PARTS) {
      throw S3Errors.malformedXml();
    }
    int last = 0;
    boolean ordered = true;
    for (CompletedPart part : listed) {
      if (part.partNumber() == null || part.eTag() == null) {
        throw S3Errors.malformedXml();
      }
      Parts.checkNumber(part.partNumber());
      ordered &= part.partNumber() > last;
      last = part.partNumber();
    }
    if (!ordered) {
      throw MultipartErrors.invalidPartOrder(uploadId);
    }
  }

  private StoredObject complete(
      Transaction transaction,
      Bucket found,
      CompleteMultipartUploadRequest in,
      List<CompletedPart> listed,
      CustomerKey customer,
      Call call) {
    Bucket bucket = s3.current(transaction, found);
    Upload upload = s3.uploads().find(transaction, bucket, in.key(), in.uploadId());
    if (upload == null) {
      StoredObject latest = s3.objects().latest(transaction, bucket, in.key());
      if (latest != null && in.uploadId().equals(latest.uploadId())) {
        return latest;
      }
      throw S3Errors.noSuchUpload(in.uploadId());
    }
    if (customer != null) {
      ObjectEncryption.check(upload.object().encryption(), customer);
    }
    Map<Integer, BodyPart> stored = new HashMap<>();
    for (Bodies.Numbered part : s3.bodies().parts(transaction, bucket, upload.body())) {
      stored.put(part.number(), part.part());
    }
    List<BodyPart> parts = chosen(listed, stored, upload);
    long size = checkedSize(listed, parts, in);
    ObjectBuilder object =
        upload.object().toBuilder()
            .body(upload.body())
            .parts(parts.size())
            .size(size)
            .eTag(PartDigests.eTag(parts))
            .modifiedAt(upload.initiatedAt())
            .uploadId(upload.id())
            .partSize(partSize(listed, parts))
            .checksum(checksum(in, upload, parts));
    StoredObject before = s3.objects().current(transaction, bucket, in.key());
    Preconditions.checkWrite(in.ifMatch(), in.ifNoneMatch(), in.key(), before);
    for (Integer left : left(listed, stored)) {
      s3.bodies().remove(transaction, bucket, upload.body(), left);
    }
    s3.uploads().delete(transaction, bucket, in.key(), upload);
    StoredObject added = s3.objects().add(transaction, bucket, in.key(), object);
    s3.changes()
        .changed(
            transaction,
            new ObjectChange(
                ObjectChange.Kind.COMPLETE_UPLOAD, bucket, in.key(), added, before, call));
    return added;
  }

  private static List<BodyPart> chosen(
      List<CompletedPart> listed, Map<Integer, BodyPart> stored, Upload upload) {
    List<BodyPart> parts = new ArrayList<>(listed.size());
    for (CompletedPart part : listed) {
      BodyPart there = stored.get(part.partNumber());
      String eTag = unquoted(part.eTag());
      if (there == null || !there.md5().equals(eTag) || !hasChecksums(part, there)) {
        throw MultipartErrors.invalidPart(upload.id(), part.partNumber(), eTag);
      }
      boolean told = ObjectChecksums.told(upload.algorithm(), part.struct()) != null;
      if (!told && upload.isComposite()) {
        throw MultipartErrors.missingChecksum(upload.algorithm(), part.partNumber());
      }
      parts.add(there);
    }
    return parts;
  }

  /** Whether a part has all the checksums that the request says of it. */
  private static boolean hasChecksums(CompletedPart listed, BodyPart part) {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String told =
          algorithm.isFlexible() ? ObjectChecksums.told(algorithm.name(), listed.struct()) : null;
      boolean differs =
          told != null
              && !(algorithm.name().equals(part.checksumAlgorithm())
                  && told.equals(part.checksum()));
      if (differs) {
        return false;
      }
    }
    return true;
  }

  /**
   * The size of an object in parts; an error if it, or one of its parts, has not the size it must.
   */
  static long checkedSize(
      List<CompletedPart> listed, List<BodyPart> parts, CompleteMultipartUploadRequest in) {
    long size = 0;
    for (int i = 0; i < parts.size(); i++) {
      BodyPart part = parts.get(i);
      if (part.size() < LEAST_BYTES && i < parts.size() - 1) {
        throw MultipartErrors.tooSmall(
            part.size(), LEAST_BYTES, listed.get(i).partNumber(), part.md5());
      }
      size += part.size();
    }
    if (size > MOST_BYTES) {
      throw S3Errors.entityTooLarge(size, MOST_BYTES);
    }
    if (in.mpuObjectSize() != null && !in.mpuObjectSize().equals(Long.toString(size))) {
      throw S3Errors.invalidRequest(
          "The provided 'x-amz-mp-object-size' header does not match what was computed");
    }
    return size;
  }

  /** The size of all parts but the last, if it is one and they are numbered from one. */
  private static long partSize(List<CompletedPart> listed, List<BodyPart> parts) {
    long size = parts.getFirst().size();
    if (listed.getLast().partNumber() != parts.size()) {
      return 0;
    }
    for (BodyPart part : parts.subList(0, parts.size() - 1)) {
      if (part.size() != size) {
        return 0;
      }
    }
    return parts.getLast().size() <= size ? size : 0;
  }

  private static StoredObject.ObjectChecksum checksum(
      CompleteMultipartUploadRequest in, Upload upload, List<BodyPart> parts) {
    String type = in.checksumType();
    if (type != null && !type.equals(upload.checksumType())) {
      throw S3Errors.invalidRequest(
          "The upload was created using the "
              + upload.checksumType()
              + " checksum mode. The complete request must use the same checksum mode.");
    }
    String computed = PartDigests.checksum(parts, upload.algorithm(), upload.isComposite());
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String told =
          algorithm.isFlexible() ? ObjectChecksums.told(algorithm.name(), in.struct()) : null;
      if (told != null
          && !(algorithm.name().equals(upload.algorithm()) && isSame(told, computed))) {
        throw MultipartErrors.badDigest(algorithm.name());
      }
    }
    return new StoredObject.ObjectChecksum(upload.algorithm(), computed, upload.checksumType());
  }

  /** A composite checksum may be told without the number of parts. */
  private static boolean isSame(String told, String computed) {
    int dash = computed.lastIndexOf('-');
    return told.equals(computed) || dash >= 0 && told.equals(computed.substring(0, dash));
  }

  private static Set<Integer> left(List<CompletedPart> listed, Map<Integer, BodyPart> stored) {
    Set<Integer> left = new HashSet<>(stored.keySet());
    for (CompletedPart part : listed) {
      left.remove(part.partNumber());
    }
    return left;
  }

  private static String unquoted(String eTag) {
    boolean quoted = eTag.length() >= 2 && eTag.startsWith("\"") && eTag.endsWith("\"");
    return quoted ? eTag.substring(1, eTag.length() - 1) : eTag;
  }

  /** Where the object is, by the way the bucket was addressed. */
  private static String location(CompleteMultipartUploadRequest in, Call call) {
    String host = call.origin().host();
    String key = URLEncoder.encode(in.key(), StandardCharsets.UTF_8).replace("+", "%20");
    boolean inHost = host != null && host.startsWith(in.bucket() + ".");
    return call.origin().scheme() + "://" + host + "/" + (inHost ? "" : in.bucket() + "/") + key;
  }
}
