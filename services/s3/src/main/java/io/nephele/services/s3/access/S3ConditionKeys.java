package io.nephele.services.s3.access;

import io.nephele.core.call.Call;
import io.nephele.core.call.RequestSignature;
import io.nephele.core.identity.Principal;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.grants.GrantAccess;
import io.nephele.services.s3.objects.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The condition keys of S3 that do not follow from requests alone. */
final class S3ConditionKeys {
  private static final String OBJECT_TAG = "s3:existingobjecttag/";

  private static final Set<String> CREATING =
      Set.of("PutObject", "CopyObject", "CompleteMultipartUpload");

  private final S3World s3;

  S3ConditionKeys(S3World s3) {
    this.s3 = s3;
  }

  /**
   * The values of a key.
   *
   * @param key in lower case
   * @param bucket the bucket that is decided on, or null
   * @param object the object that is decided on, or its key is not known: null
   * @return null if there are none
   */
  List<String> values(
      String key, Bucket bucket, String object, String versionId, Call call, Struct request) {
    if (key.startsWith(OBJECT_TAG)) {
      return bucket == null || object == null
          ? null
          : tag(key.substring(OBJECT_TAG.length()), bucket, object, versionId);
    }
    return switch (key) {
      case "s3:resourceaccount" -> bucket == null ? null : List.of(bucket.accountId());
      case "s3:authtype" -> signature(call) == null ? null : List.of(place(signature(call)));
      case "s3:signatureversion" ->
          signature(call) == null ? null : List.of(signature(call).algorithm());
      case "s3:signatureage" -> age(call);
      case "s3:tlsversion" ->
          call.origin().tlsVersion() == null ? null : List.of(call.origin().tlsVersion());
      case "s3:x-amz-content-sha256" ->
          signature(call) == null || signature(call).payload() == null
              ? null
              : List.of(signature(call).payload());
      case "s3:accessgrantsinstancearn" -> GrantAccess.instanceArn(s3, call);
      case "s3:objectcreationoperation" ->
          List.of(Boolean.toString(CREATING.contains(call.operation().name())));
      case "s3:object-lock-remaining-retention-days" -> remainingDays(call, request);
      default -> null;
    };
  }

  private List<String> tag(String tag, Bucket bucket, String key, String versionId) {
    StoredObject object =
        s3.read(
            reader ->
                versionId == null
                    ? s3.objects().current(reader, bucket, key)
                    : s3.objects().version(reader, bucket, key, versionId));
    if (object == null || object.deleteMarker()) {
      return null;
    }
    for (Map.Entry<String, String> each : object.tags().entrySet()) {
      if (each.getKey().equalsIgnoreCase(tag)) {
        return List.of(each.getValue());
      }
    }
    return null;
  }

  /** Null of calls that nobody signed. */
  private static RequestSignature signature(Call call) {
    return call.principal().type() == Principal.Type.ANONYMOUS ? null : call.origin().signature();
  }

  private static String place(RequestSignature signature) {
    return switch (signature.place()) {
      case HEADER -> "REST-HEADER";
      case URL -> "REST-QUERY-STRING";
      case FORM -> "POST";
    };
  }

  /** In milliseconds. */
  private static List<String> age(Call call) {
    RequestSignature signature = signature(call);
    return signature == null || signature.signedAt() == null
        ? null
        : List.of(
            Long.toString(
                Math.max(0, Duration.between(signature.signedAt(), call.time()).toMillis())));
  }

  private static List<String> remainingDays(Call call, Struct request) {
    Instant until = (Instant) value(request, "ObjectLockRetainUntilDate");
    if (until == null && value(request, "Retention") instanceof Struct retention) {
      until = (Instant) value(retention, "RetainUntilDate");
    }
    return until == null
        ? null
        : List.of(Long.toString(Duration.between(call.time(), until).toDays()));
  }

  private static Object value(Struct struct, String name) {
    Member member = struct.shape().member(name);
    return member == null ? null : struct.get(member);
  }
}
