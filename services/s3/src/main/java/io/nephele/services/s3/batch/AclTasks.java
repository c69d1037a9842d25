package io.nephele.services.s3.batch;

import io.nephele.api.s3.AccessControlPolicy;
import io.nephele.api.s3.Grant;
import io.nephele.api.s3.Grantee;
import io.nephele.api.s3.Owner;
import io.nephele.api.s3.PutObjectAclRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3control.S3AccessControlPolicy;
import io.nephele.api.s3control.S3Grant;
import io.nephele.api.s3control.S3SetObjectAclOperation;
import java.util.ArrayList;
import java.util.List;

/** Puts the access control lists that jobs name. */
final class AclTasks {
  private final BatchWorld batch;

  AclTasks(BatchWorld batch) {
    this.batch = batch;
  }

  void put(Job job, S3SetObjectAclOperation operation, Task task) {
    S3AccessControlPolicy policy = operation.accessControlPolicy();
    PutObjectAclRequest request =
        new PutObjectAclRequest()
            .bucket(task.bucket())
            .key(task.key())
            .versionId(task.versionId())
            .acl(policy.cannedAccessControlList());
    if (policy.accessControlList() != null) {
      List<Grant> grants = new ArrayList<>();
      if (policy.accessControlList().grants() != null) {
        for (S3Grant grant : policy.accessControlList().grants()) {
          grants.add(new Grant().grantee(grantee(grant)).permission(grant.permission()));
        }
      }
      request.accessControlPolicy(
          new AccessControlPolicy()
              .owner(new Owner().id(policy.accessControlList().owner().id()))
              .grants(grants));
    }
    batch.call(job, S3.PutObjectAcl, request, task.bucket());
  }

  private static Grantee grantee(S3Grant grant) {
    String identifier = grant.grantee().identifier();
    return switch (grant.grantee().typeIdentifier()) {
      case "uri" -> new Grantee().type("Group").uri(identifier);
      case "emailAddress" -> new Grantee().type("AmazonCustomerByEmail").emailAddress(identifier);
      default -> new Grantee().type("CanonicalUser").id(identifier);
    };
  }
}
