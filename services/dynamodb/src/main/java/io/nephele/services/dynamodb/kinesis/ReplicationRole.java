package io.nephele.services.dynamodb.kinesis;

import io.nephele.api.iam.CreateServiceLinkedRoleRequest;
import io.nephele.api.iam.Iam;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.tables.TableAddress;

/** The service-linked role by which DynamoDB writes to Kinesis data streams. */
final class ReplicationRole {
  private static final String SERVICE = "kinesisreplication.dynamodb.amazonaws.com";
  private static final String NAME = "AWSServiceRoleForDynamoDBKinesisDataStreamsReplication";

  private final World world;
  private final AssumedRoles roles;

  ReplicationRole(World world) {
    this.world = world;
    this.roles = new AssumedRoles(world);
  }

  /**
   * Makes the role for the caller's account, if it is not there.
   *
   * @throws AwsException if the caller may not
   */
  void create(Call call) {
    try {
      world.call(
          Iam.CreateServiceLinkedRole,
          new CreateServiceLinkedRoleRequest().awsServiceName(SERVICE),
          call.principal(),
          call.region(),
          call.origin().through("dynamodb.amazonaws.com"));
    } catch (AwsException e) {
      boolean there = e.code().startsWith("InvalidInput") && e.getMessage().contains("taken");
      if (!there) {
        throw e;
      }
    }
  }

  /**
   * A session of the role.
   *
   * @throws AwsException if it is not there any more
   */
  Principal session(TableAddress table, Region region) {
    String arn =
        "arn:"
            + table.partition()
            + ":iam::"
            + table.accountId()
            + ":role/aws-service-role/"
            + SERVICE
            + '/'
            + NAME;
    return roles.assume(
        new AssumedRoles.Wanted(arn, SERVICE, table.accountId(), table.arn(), "dynamodb"), region);
  }
}
