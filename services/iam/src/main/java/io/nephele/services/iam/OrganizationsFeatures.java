package io.nephele.services.iam;

import io.nephele.api.iam.GenerateOrganizationsAccessReportRequest;
import io.nephele.api.iam.GenerateOrganizationsAccessReportResponse;
import io.nephele.api.iam.GetOrganizationsAccessReportRequest;
import io.nephele.api.iam.GetOrganizationsAccessReportResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.OrganizationNotFoundException;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.View;

/**
 * The operations that concern an organization, for accounts that are in none: all of them, as long
 * as there is no Organizations.
 */
final class OrganizationsFeatures {
  /** What each of the operations on features answers. */
  <I extends View, O extends View> O notInOrganization(I in, Call call) {
    throw new OrganizationNotFoundException(
        "The request failed because your account is not a member of an organization.");
  }

  GenerateOrganizationsAccessReportResponse generateReport(
      GenerateOrganizationsAccessReportRequest in, Call call) {
    throw AwsException.client(
        "AccessDenied",
        403,
        "User: "
            + call.principal().arn()
            + " is not authorized to perform: iam:GenerateOrganizationsAccessReport on resource: "
            + IamWorld.arn(call, "access-report/" + in.entityPath()));
  }

  GetOrganizationsAccessReportResponse getReport(
      GetOrganizationsAccessReportRequest in, Call call) {
    throw new NoSuchEntityException("Job " + in.jobId() + " cannot be found.");
  }
}
