package io.nephele.services.lambda.invoke;

import io.nephele.api.sts.AssumeRoleRequest;
import io.nephele.api.sts.Sts;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.services.lambda.environments.RoleCredentials;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;

/** The credentials that functions' programs get. */
final class Credentials {
  private static final int SECONDS = 3600;

  private Credentials() {}

  /** New credentials of a function's role. */
  static RoleCredentials of(LambdaWorld lambda, String roleArn, FunctionRef function) {
    io.nephele.api.sts.Credentials given =
        lambda
            .world()
            .call(
                Sts.AssumeRole,
                new AssumeRoleRequest()
                    .roleArn(roleArn)
                    .roleSessionName(ExecutionRoles.sessionName(function))
                    .durationSeconds(SECONDS),
                Principal.service(LambdaWorld.PRINCIPAL, function.accountId()),
                Regions.find(function.region()),
                Origin.service(LambdaWorld.PRINCIPAL, function.unqualifiedArn()))
            .credentials();
    return new RoleCredentials(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
  }
}
