package io.nephele.services.s3.access;

import io.nephele.services.s3.S3Errors;

/** The access control lists that have names. */
final class CannedAcl {
  private CannedAcl() {}

  /**
   * The list of that name.
   *
   * @param name as S3 writes it
   * @param ownerId who owns the bucket or object
   * @param bucketOwnerId who owns the bucket
   * @param ofBucket whether it is a bucket's
   */
  static AccessControlList of(String name, String ownerId, String bucketOwnerId, boolean ofBucket) {
    AccessControlList own = AccessControlList.ofOwner(ownerId);
    switch (name) {
      case "private" -> {
        return own;
      }
      case "public-read" -> {
        return own.with(AclGrant.toGroup(Groups.ALL_USERS, AclGrant.READ));
      }
      case "public-read-write" -> {
        return own.with(AclGrant.toGroup(Groups.ALL_USERS, AclGrant.READ))
            .with(AclGrant.toGroup(Groups.ALL_USERS, AclGrant.WRITE));
      }
      case "authenticated-read" -> {
        return own.with(AclGrant.toGroup(Groups.AUTHENTICATED_USERS, AclGrant.READ));
      }
      case "bucket-owner-read" -> {
        return ofBucket || ownerId.equals(bucketOwnerId)
            ? own
            : own.with(AclGrant.toAccount(bucketOwnerId, AclGrant.READ));
      }
      case "bucket-owner-full-control" -> {
        return ofBucket || ownerId.equals(bucketOwnerId)
            ? own
            : own.with(AclGrant.toAccount(bucketOwnerId, AclGrant.FULL_CONTROL));
      }
      case "log-delivery-write" -> {
        if (ofBucket) {
          return own.with(AclGrant.toGroup(Groups.LOG_DELIVERY, AclGrant.WRITE))
              .with(AclGrant.toGroup(Groups.LOG_DELIVERY, AclGrant.READ_ACP));
        }
      }
      case "aws-exec-read" ->
          throw S3Errors.notImplemented("the canned ACL aws-exec-read, which lets EC2 read images");
      default -> {
        // told below
      }
    }
    throw S3Errors.invalidArgument("", "x-amz-acl", name);
  }
}
