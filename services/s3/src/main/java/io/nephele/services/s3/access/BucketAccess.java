package io.nephele.services.s3.access;

import io.nephele.api.s3.CreateBucketRequest;
import io.nephele.api.s3.OwnershipControls;
import io.nephele.api.s3.PublicAccessBlockConfiguration;
import io.nephele.core.store.Codec;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecentlyDecoded;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations;
import io.nephele.services.s3.buckets.Configurations.Kind;
import io.nephele.wire.cbor.StoredStructs;

/** What decides on access to the buckets of a world. */
public final class BucketAccess {
  private static final Codec<PublicAccessBlockConfiguration> BLOCKS =
      new Codec<>() {
        @Override
        public byte[] encode(PublicAccessBlockConfiguration value) {
          return StoredStructs.write(value.struct());
        }

        @Override
        public PublicAccessBlockConfiguration decode(byte[] stored) {
          return new PublicAccessBlockConfiguration(
              StoredStructs.read(stored, new PublicAccessBlockConfiguration().struct().shape()));
        }
      };

  private final Configurations configurations;
  private final BucketPolicyTable policies = new BucketPolicyTable();
  private final Acls acls;
  private final Table<PublicAccessBlockConfiguration> accountBlocks =
      Table.of("s3.accountPublicAccessBlocks", new RecentlyDecoded<>(BLOCKS));

  /** Access to those buckets. */
  public BucketAccess(Configurations configurations) {
    this.configurations = configurations;
    this.acls = new Acls(this, configurations);
  }

  /** The access control lists. */
  public Acls acls() {
    return acls;
  }

  /**
   * Gives a new bucket what new buckets have: nothing of it is public, and it has no access control
   * lists unless the request asks for some.
   */
  public void create(Transaction transaction, Bucket bucket, CreateBucketRequest in) {
    Ownership ownership = Ownership.BUCKET_OWNER_ENFORCED;
    if (in.objectOwnership() != null) {
      ownership = Ownership.of(in.objectOwnership());
      if (ownership == null) {
        throw S3Errors.invalidArgument(
            "Invalid x-amz-object-ownership header: " + in.objectOwnership(),
            "x-amz-object-ownership",
            in.objectOwnership());
      }
    }
    boolean asksForAcl = new AclRequest(in.struct()).isPresent();
    if (asksForAcl && !ownership.hasAcls() && !"private".equals(in.acl())) {
      throw AwsException.client(
          "InvalidBucketAclWithObjectOwnership",
          400,
          "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
    }
    Bucket blocked =
        configurations.put(
            transaction, bucket, Kind.PUBLIC_ACCESS_BLOCK, PublicAccess.CLOSED.document().struct());
    Bucket owned =
        configurations.put(transaction, blocked, Kind.OWNERSHIP, ownership.document().struct());
    if (asksForAcl && ownership.hasAcls()) {
      acls.put(transaction, owned, in.struct());
    }
  }

  /** Removes what of a bucket is not among its configurations. */
  public void forget(Transaction transaction, Bucket bucket) {
    policies.delete(transaction, bucket);
  }

  BucketPolicyTable policies() {
    return policies;
  }

  /** The settings of an account, or null. */
  public PublicAccessBlockConfiguration ofAccount(Reader reader, String accountId) {
    return accountBlocks.get(reader, Key.of(accountId));
  }

  /** Stores the settings of an account, or removes them (null). */
  public void putAccount(
      Transaction transaction, String accountId, PublicAccessBlockConfiguration settings) {
    if (settings == null) {
      accountBlocks.delete(transaction, Key.of(accountId));
    } else {
      accountBlocks.put(transaction, Key.of(accountId), settings);
    }
  }

  /** The settings of a bucket, or null. */
  PublicAccessBlockConfiguration ofBucket(Reader reader, Bucket bucket) {
    Struct stored =
        configurations.get(
            reader,
            bucket,
            Kind.PUBLIC_ACCESS_BLOCK,
            new PublicAccessBlockConfiguration().struct().shape());
    return stored == null ? null : new PublicAccessBlockConfiguration(stored);
  }

  /** What of public access to a bucket is blocked. */
  PublicAccess publicAccess(Reader reader, Bucket bucket) {
    return PublicAccess.of(ofBucket(reader, bucket))
        .and(PublicAccess.of(ofAccount(reader, bucket.accountId())));
  }

  /** The document that says who owns objects, or null. */
  OwnershipControls ownershipControls(Reader reader, Bucket bucket) {
    Struct stored =
        configurations.get(
            reader, bucket, Kind.OWNERSHIP, new OwnershipControls().struct().shape());
    return stored == null ? null : new OwnershipControls(stored);
  }

  /** Who owns the objects of a bucket. */
  public Ownership ownership(Reader reader, Bucket bucket) {
    return Ownership.of(ownershipControls(reader, bucket));
  }
}
