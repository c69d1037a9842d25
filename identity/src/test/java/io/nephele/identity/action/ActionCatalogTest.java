package io.nephele.identity.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.access.ProtectedResources;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every operation of every service has an answer, and every answer is one that AWS knows. */
class ActionCatalogTest {
  /** Actions that AWS has and the reference lacks, each an operation newer than the reference. */
  private static final Set<String> NOT_IN_REFERENCE =
      Set.of(
          "cloudfront:ListDistributionsByOwnedResource",
          "cloudtrail:ListInsightsMetricData",
          "cloudwatch:DescribeAlarmContributors",
          "ecr:ListImageReferrers",
          "glue:GetMaterializedViewRefreshTaskRun",
          "glue:ListDataQualityStatisticAnnotations",
          "glue:ListDataQualityStatistics",
          "glue:ListMaterializedViewRefreshTaskRuns",
          "glue:StartMaterializedViewRefreshTaskRun",
          "glue:StopMaterializedViewRefreshTaskRun",
          "iam:UpdateDelegationRequest",
          "lakeformation:AssumeDecoratedRoleWithSAML",
          "lakeformation:GetTemporaryDataLocationCredentials",
          "logs:GetLogObject",
          "rds:DescribeServerlessV2PlatformVersions",
          "redshift:ModifyLakehouseConfiguration");

  private static final ActionCatalog CATALOG = ActionCatalog.bundled();

  static Stream<Operation> operations() {
    return Models.bundled().entries().keySet().stream()
        .flatMap(service -> Models.bundled().service(service).operations().stream());
  }

  @Test
  void everyOperationHasActionsOrAReasonToNeedNone() {
    List<Operation> undetermined = new ArrayList<>();
    operations()
        .forEach(
            operation -> {
              if (CATALOG.actions(operation).isEmpty() == (CATALOG.freeReason(operation) == null)) {
                undetermined.add(operation);
              }
            });
    assertThat(undetermined).isEmpty();
  }

  @Test
  void everyActionIsOneOfTheReference() {
    Set<String> unknown = new TreeSet<>();
    operations()
        .flatMap(operation -> CATALOG.actions(operation).stream())
        .forEach(
            action -> {
              int colon = action.indexOf(':');
              ServiceActions service = CATALOG.service(action.substring(0, colon));
              String name = action.substring(colon + 1);
              if (service == null
                  || service.action(name) == null
                  || !service.action(name).name().equals(name)) {
                unknown.add(action);
              }
            });
    assertThat(unknown).containsExactlyInAnyOrderElementsOf(NOT_IN_REFERENCE);
  }

  @Test
  void whatMayBeCalledWithoutCredentialsNeedsNoPermission() {
    assertThat(operations().filter(Operation::optionalAuth))
        .isNotEmpty()
        .allSatisfy(operation -> assertThat(CATALOG.freeReason(operation)).isNotNull());
  }

  @Test
  void aRequestWithEveryMemberNeedsEveryActionOrOneOfItsForms() {
    operations()
        .forEach(
            operation -> {
              List<ActionRequest> requests =
                  CATALOG.requests(
                      TestCalls.of(operation),
                      MaximalRequests.of(operation),
                      ProtectedResources.NONE);
              if (CATALOG.freeReason(operation) != null) {
                assertThat(requests).as(operation.toString()).isEmpty();
              } else {
                assertThat(requests).as(operation.toString()).isNotEmpty();
                assertThat(requests)
                    .as(operation.toString())
                    .allSatisfy(
                        request ->
                            assertThat(CATALOG.actions(operation)).contains(request.action()));
              }
            });
  }
}
