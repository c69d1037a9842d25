package io.nephele.services.s3.access;

import io.nephele.api.s3.AccessControlPolicy;
import io.nephele.api.s3.GetBucketAclOutput;
import io.nephele.api.s3.Grant;
import io.nephele.api.s3.Grantee;
import io.nephele.api.s3.Owner;
import io.nephele.core.identity.CanonicalUser;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.services.s3.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;

/** The access control lists of buckets and objects. */
public final class Acls {
  private final BucketAccess access;
  private final Configurations configurations;

  Acls(BucketAccess access, Configurations configurations) {
    this.access = access;
    this.configurations = configurations;
  }

  /**
   * Who owns a new object, and its list.
   *
   * @param list null if it is the owner's alone
   */
  public record OfNew(String ownerId, StoredObject.ObjectAcl list) {}

  /** The list of a bucket. */
  AccessControlList of(Reader reader, Bucket bucket) {
    Struct stored =
        configurations.get(reader, bucket, Kind.ACL, new AccessControlPolicy().struct().shape());
    return stored == null
        ? AccessControlList.ofOwner(bucket.accountId())
        : new AccessControlList(
            bucket.accountId(), grants(new AccessControlPolicy(stored).grants()));
  }

  /** The list of an object. */
  public static AccessControlList of(StoredObject object) {
    if (object.acl() == null) {
      return AccessControlList.ofOwner(object.ownerId());
    }
    List<AclGrant> grants = new ArrayList<>();
    for (StoredObject.Grant grant : object.acl().grants()) {
      grants.add(new AclGrant(grant.type(), grant.grantee(), grant.permission()));
    }
    return new AccessControlList(object.ownerId(), grants);
  }

  /** Whether a bucket's list lets in anybody but its owner. */
  boolean grantsOthers(Reader reader, Bucket bucket) {
    return of(reader, bucket).grantsOthers();
  }

  /** Sets the list of a bucket, as a request asks for it. */
  void put(Transaction transaction, Bucket bucket, Struct request) {
    AclRequest wanted = new AclRequest(request);
    if (!access.ownership(transaction, bucket).hasAcls()) {
      if (isOwnersAlone(wanted, bucket)) {
        return;
      }
      throw notSupported();
    }
    AccessControlList list = wanted.list(bucket.accountId(), bucket.accountId(), true);
    if (list == null) {
      throw AwsException.client(
              "MissingSecurityHeader", 400, "Your request was missing a required header")
          .with("MissingHeaderName", "x-amz-acl");
    }
    checkPublic(transaction, bucket, list);
    configurations.put(transaction, bucket, Kind.ACL, document(list).struct());
  }

  /** Where lists are of no effect, one that gives nothing away is still no error. */
  private static boolean isOwnersAlone(AclRequest wanted, Bucket bucket) {
    return wanted.canned() == null
        && wanted.isPresent()
        && wanted
            .list(bucket.accountId(), bucket.accountId(), true)
            .equals(AccessControlList.ofOwner(bucket.accountId()));
  }

  /**
   * Who owns an object that somebody puts, and the list that the request asks for.
   *
   * @param callerId the account that puts it; null if nobody's
   */
  public OfNew ofNew(Reader reader, Bucket bucket, Struct request, String callerId) {
    AclRequest wanted = new AclRequest(request);
    Ownership ownership = access.ownership(reader, bucket);
    boolean givesBucketOwner = "bucket-owner-full-control".equals(wanted.canned());
    if (!ownership.hasAcls()) {
      if (wanted.isPresent() && !givesBucketOwner) {
        throw notSupported();
      }
      return new OfNew(bucket.accountId(), null);
    }
    boolean bucketOwners =
        callerId == null
            || ownership == Ownership.BUCKET_OWNER_PREFERRED && givesBucketOwner
            || callerId.equals(bucket.accountId());
    String owner = bucketOwners ? bucket.accountId() : callerId;
    AccessControlList list = wanted.list(owner, bucket.accountId(), false);
    if (list == null) {
      return new OfNew(owner, null);
    }
    checkPublic(reader, bucket, list);
    return new OfNew(owner, stored(list));
  }

  /** The list that a request sets of an object that is there. */
  StoredObject.ObjectAcl ofUpdate(
      Reader reader, Bucket bucket, StoredObject object, Struct request) {
    if (!access.ownership(reader, bucket).hasAcls()) {
      throw notSupported();
    }
    AccessControlList list =
        new AclRequest(request).list(object.ownerId(), bucket.accountId(), false);
    if (list == null) {
      throw AwsException.client(
              "MissingSecurityHeader", 400, "Your request was missing a required header")
          .with("MissingHeaderName", "x-amz-acl");
    }
    checkPublic(reader, bucket, list);
    return stored(list);
  }

  private void checkPublic(Reader reader, Bucket bucket, AccessControlList list) {
    if (list.isPublic() && access.publicAccess(reader, bucket).blockAcls()) {
      throw S3Errors.accessDenied();
    }
  }

  private static AwsException notSupported() {
    return AwsException.client(
        "AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
  }

  private static StoredObject.ObjectAcl stored(AccessControlList list) {
    List<StoredObject.Grant> grants = new ArrayList<>();
    for (AclGrant grant : list.grants()) {
      grants.add(new StoredObject.Grant(grant.type(), grant.grantee(), grant.permission()));
    }
    return new StoredObject.ObjectAcl(grants);
  }

  private static List<AclGrant> grants(List<Grant> stored) {
    List<AclGrant> grants = new ArrayList<>();
    if (stored != null) {
      for (Grant grant : stored) {
        Grantee grantee = grant.grantee();
        String name = grantee.type().equals(AclGrant.GROUP) ? grantee.uri() : grantee.id();
        grants.add(new AclGrant(grantee.type(), name, grant.permission()));
      }
    }
    return grants;
  }

  /** A list as the API gives it. */
  static AccessControlPolicy document(AccessControlList list) {
    List<Grant> grants = new ArrayList<>();
    for (AclGrant grant : list.grants()) {
      Grantee grantee = new Grantee().type(grant.type());
      grants.add(
          new Grant()
              .grantee(grant.isGroup() ? grantee.uri(grant.grantee()) : grantee.id(grant.grantee()))
              .permission(grant.permission()));
    }
    return new AccessControlPolicy()
        .owner(new Owner().id(CanonicalUser.of(list.ownerId())))
        .grants(grants);
  }

  /** A bucket's list as the API gives it. */
  GetBucketAclOutput answer(Reader reader, Bucket bucket) {
    AccessControlPolicy document = document(of(reader, bucket));
    return new GetBucketAclOutput().owner(document.owner()).grants(document.grants());
  }
}
