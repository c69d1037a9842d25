package io.nephele.services.s3.multipart;

import static io.nephele.services.s3.listing.ListingParameters.orEmpty;
import static io.nephele.services.s3.listing.ListingParameters.orNull;
import static io.nephele.services.s3.listing.ListingParameters.shown;

import io.nephele.api.s3.CommonPrefix;
import io.nephele.api.s3.Initiator;
import io.nephele.api.s3.ListMultipartUploadsOutput;
import io.nephele.api.s3.ListMultipartUploadsRequest;
import io.nephele.api.s3.ListPartsOutput;
import io.nephele.api.s3.ListPartsRequest;
import io.nephele.api.s3.MultipartUpload;
import io.nephele.api.s3.Owner;
import io.nephele.api.s3.Part;
import io.nephele.core.call.Call;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.identity.CanonicalUser;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.lifecycle.Expirations;
import io.nephele.services.s3.listing.ListingParameters;
import io.nephele.services.s3.listing.ListingQuery;
import io.nephele.services.s3.objects.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lists uploads and their parts. */
public final class UploadListings {
  private static final int MOST = 1000;

  private final S3World s3;

  /** Listings of a world's uploads. */
  public UploadListings(S3World s3) {
    this.s3 = s3;
  }

  /** Lists the parts that an upload has by now. */
  public ListPartsOutput parts(ListPartsRequest in, Call call) {
    int most = most(in.maxParts(), "max-parts");
    int after = in.partNumberMarker() == null ? 0 : number(in.partNumberMarker());
    return s3.read(
        reader -> {
          Bucket bucket = s3.bucket(reader, in.bucket(), call);
          Upload upload = s3.uploads().get(reader, bucket, in.key(), in.uploadId());
          List<Bodies.Numbered> found =
              s3.bodies().parts(reader, bucket, upload.body(), after, most + 1);
          List<Bodies.Numbered> page = found.subList(0, Math.min(most, found.size()));
          Expirations.Abort abort =
              s3.expirations().abort(reader, bucket, in.key(), upload.initiatedAt());
          StoredObject object = upload.object();
          int next = page.isEmpty() ? 0 : page.getLast().number();
          String algorithm = upload.checksumAlgorithm();
          return new ListPartsOutput()
              .bucket(in.bucket())
              .key(in.key())
              .uploadId(upload.id())
              .initiator(initiator(upload))
              .owner(owner(object))
              .storageClass(object.storageClass())
              .partNumberMarker(Integer.toString(after))
              .nextPartNumberMarker(Integer.toString(next))
              .maxParts(most)
              .isTruncated(found.size() > page.size())
              .parts(page.isEmpty() ? null : told(page, algorithm))
              .abortDate(abort == null ? null : abort.time())
              .abortRuleId(abort == null ? null : abort.ruleId())
              .checksumAlgorithm(algorithm)
              .checksumType(algorithm == null ? null : upload.checksumType());
        });
  }

  private static int number(String marker) {
    try {
      int number = Integer.parseInt(marker);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw S3Errors.invalidArgument(
        "Argument part-number-marker must be an integer between 0 and 2147483647",
        "part-number-marker",
        marker);
  }

  private static List<Part> told(List<Bodies.Numbered> page, String algorithm) {
    List<Part> parts = new ArrayList<>(page.size());
    for (Bodies.Numbered part : page) {
      Part told =
          new Part()
              .partNumber(part.number())
              .lastModified(Instant.ofEpochMilli(part.part().modifiedAt()))
              .eTag("\"" + part.part().md5() + "\"")
              .size(part.part().size());
      ObjectChecksums.tell(algorithm, part.part().checksum(), told.struct());
      parts.add(told);
    }
    return parts;
  }

  /** Lists the uploads of a bucket that are neither completed nor aborted. */
  public ListMultipartUploadsOutput uploads(ListMultipartUploadsRequest in, Call call) {
    int most = most(in.maxUploads(), "max-uploads");
    boolean encoded = ListingParameters.isEncoded(in.encodingType());
    List<MultipartUpload> listed = new ArrayList<>();
    List<CommonPrefix> prefixes = new ArrayList<>();
    Last last =
        s3.read(
            reader -> {
              listed.clear();
              prefixes.clear();
              Bucket bucket = s3.bucket(reader, in.bucket(), call);
              return read(reader, in, query(bucket, in, most), encoded, listed, prefixes);
            });
    return new ListMultipartUploadsOutput()
        .bucket(in.bucket())
        .prefix(shown(orEmpty(in.prefix()), encoded))
        .delimiter(shown(orNull(in.delimiter()), encoded))
        .keyMarker(shown(orEmpty(in.keyMarker()), encoded))
        .uploadIdMarker(orEmpty(in.uploadIdMarker()))
        .nextKeyMarker(last.truncated ? shown(last.key, encoded) : null)
        .nextUploadIdMarker(last.truncated ? last.uploadId : null)
        .maxUploads(most)
        .isTruncated(last.truncated)
        .encodingType(in.encodingType())
        .uploads(listed.isEmpty() ? null : listed)
        .commonPrefixes(prefixes.isEmpty() ? null : prefixes);
  }

  /** Where a page ended. */
  private record Last(String key, String uploadId, boolean truncated) {}

  private static ListingQuery query(Bucket bucket, ListMultipartUploadsRequest in, int most) {
    return new ListingQuery(
        bucket, orEmpty(in.prefix()), orEmpty(in.delimiter()), orEmpty(in.keyMarker()), most);
  }

  private Last read(
      Reader reader,
      ListMultipartUploadsRequest in,
      ListingQuery query,
      boolean encoded,
      List<MultipartUpload> listed,
      List<CommonPrefix> prefixes) {
    Key keys = query.bucket().objects();
    KeyRange rest = range(query, orNull(in.uploadIdMarker()));
    String lastKey = "";
    String lastId = "";
    while (!rest.isEmpty()) {
      String leapt = null;
      for (Table.Row<Upload> row : s3.uploads().scan(reader, rest)) {
        if (listed.size() + prefixes.size() == query.most()) {
          return new Last(lastKey, lastId, query.most() > 0);
        }
        String key = UploadTable.keyOf(row.key());
        String common = query.commonPrefix(key);
        if (common != null) {
          prefixes.add(new CommonPrefix().prefix(shown(common, encoded)));
          leapt = common;
          lastKey = common;
          lastId = "";
          break;
        }
        listed.add(told(key, row.value(), encoded));
        lastKey = key;
        lastId = row.value().id();
      }
      if (leapt == null) {
        break;
      }
      rest = new KeyRange(KeyRange.textPrefix(keys, leapt).to(), rest.to());
    }
    return new Last(lastKey, lastId, false);
  }

  /** The rows after the markers; that of the upload counts only with that of the key. */
  private static KeyRange range(ListingQuery query, String uploadIdMarker) {
    if (uploadIdMarker == null || query.after().isEmpty() || query.isAfterCommonPrefix()) {
      return query.range();
    }
    Key row = UploadTable.rowOf(query.bucket(), query.after(), uploadIdMarker);
    if (row == null) {
      throw S3Errors.invalidArgument("Invalid uploadId marker", "upload-id-marker", uploadIdMarker);
    }
    return KeyRange.textPrefix(query.bucket().objects(), query.prefix()).startingAfter(row);
  }

  private static MultipartUpload told(String key, Upload upload, boolean encoded) {
    String algorithm = upload.checksumAlgorithm();
    return new MultipartUpload()
        .key(shown(key, encoded))
        .uploadId(upload.id())
        .initiated(Instant.ofEpochMilli(upload.initiatedAt()))
        .initiator(initiator(upload))
        .owner(owner(upload.object()))
        .storageClass(upload.object().storageClass())
        .checksumAlgorithm(algorithm)
        .checksumType(algorithm == null ? null : upload.checksumType());
  }

  private static Initiator initiator(Upload upload) {
    String id = upload.initiatorId();
    return new Initiator().id(AccountIds.isAccountId(id) ? CanonicalUser.of(id) : id);
  }

  private static Owner owner(StoredObject object) {
    return new Owner().id(CanonicalUser.of(object.ownerId()));
  }

  private static int most(Integer asked, String name) {
    if (asked == null) {
      return MOST;
    }
    if (asked < 0) {
      throw S3Errors.invalidArgument(
          "Argument " + name + " must be an integer between 0 and 2147483647", name, asked);
    }
    return Math.min(asked, MOST);
  }
}
