package io.nephele.services.s3.access;

import io.nephele.api.s3.OwnershipControls;
import io.nephele.api.s3.OwnershipControlsRule;
import java.util.List;

/** Who owns objects that others put into a bucket, and whether access control lists count. */
public enum Ownership {
  /** The bucket's owner owns everything; access control lists are of no effect. New buckets'. */
  BUCKET_OWNER_ENFORCED("BucketOwnerEnforced"),
  /** The bucket's owner owns what is put with the ACL bucket-owner-full-control. */
  BUCKET_OWNER_PREFERRED("BucketOwnerPreferred"),
  /** Who puts an object owns it; also where nothing is configured. */
  OBJECT_WRITER("ObjectWriter");

  private final String value;

  Ownership(String value) {
    this.value = value;
  }

  /** Whether access control lists count. */
  public boolean hasAcls() {
    return this != BUCKET_OWNER_ENFORCED;
  }

  /** The rule that a document states, which may be null. */
  static Ownership of(OwnershipControls controls) {
    Ownership named = controls == null ? null : of(controls.rules().getFirst().objectOwnership());
    return named == null ? OBJECT_WRITER : named;
  }

  /** The rule of that name as S3 writes it, or null. */
  static Ownership of(String name) {
    for (Ownership ownership : values()) {
      if (ownership.value.equals(name)) {
        return ownership;
      }
    }
    return null;
  }

  /** The document that states the rule. */
  OwnershipControls document() {
    return new OwnershipControls()
        .rules(List.of(new OwnershipControlsRule().objectOwnership(value)));
  }
}
