package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DashboardInvalidInputErrorException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardNotFoundErrorException;

/** Dashboards. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DashboardsTest {
  private static final String BODY =
      """
      {"widgets":[
       {"type":"metric","x":0,"y":0,"width":12,"height":6,
        "properties":{"metrics":[["App","Load"]],"region":"us-east-1"}},
       {"type":"metric","properties":{"metrics":[["App","Load"]],"region":"eu-west-1"}},
       {"type":"alarm","properties":{"alarms":["arn:aws:cloudwatch:us-east-1:1:alarm:a"]}}]}
      """;

  @Inject CloudWatchClient cloudWatch;

  @Test
  @Fact({"cloudwatch-060", "cloudwatch-062", "cloudwatch-063"})
  void dashboardsAreKept() {
    assertThat(
            cloudWatch
                .putDashboard(r -> r.dashboardName("ops").dashboardBody(BODY))
                .dashboardValidationMessages())
        .isEmpty();
    cloudWatch.putDashboard(r -> r.dashboardName("dev").dashboardBody("{\"widgets\":[]}"));
    assertThat(cloudWatch.getDashboard(r -> r.dashboardName("ops")).dashboardBody())
        .isEqualTo(BODY);
    assertThat(cloudWatch.getDashboard(r -> r.dashboardName("ops")).dashboardArn())
        .isEqualTo("arn:aws:cloudwatch::000000000000:dashboard/ops");
    assertThat(cloudWatch.listDashboards().dashboardEntries())
        .extracting(each -> each.dashboardName())
        .containsExactly("dev", "ops");
    assertThat(cloudWatch.listDashboards(r -> r.dashboardNamePrefix("o")).dashboardEntries())
        .hasSize(1);
    assertThatThrownBy(() -> cloudWatch.deleteDashboards(r -> r.dashboardNames("ops", "none")))
        .isInstanceOf(DashboardNotFoundErrorException.class);
    cloudWatch.deleteDashboards(r -> r.dashboardNames("ops"));
    assertThatThrownBy(() -> cloudWatch.getDashboard(r -> r.dashboardName("ops")))
        .isInstanceOf(DashboardNotFoundErrorException.class);
  }

  @Test
  @Fact("cloudwatch-062")
  void wrongBodiesAreExplained() {
    assertThatThrownBy(
            () ->
                cloudWatch.putDashboard(
                    r ->
                        r.dashboardName("ops")
                            .dashboardBody(
                                "{\"widgets\":[{\"type\":\"text\",\"width\":25,"
                                    + "\"properties\":{}}]}")))
        .isInstanceOfSatisfying(
            DashboardInvalidInputErrorException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterInput");
              assertThat(e.dashboardValidationMessages())
                  .extracting(each -> each.dataPath())
                  .containsExactly("/widgets/0/width", "/widgets/0/properties");
            });
    assertThatThrownBy(
            () -> cloudWatch.putDashboard(r -> r.dashboardName("ops").dashboardBody("{")))
        .isInstanceOf(DashboardInvalidInputErrorException.class);
    assertThatThrownBy(
            () -> cloudWatch.putDashboard(r -> r.dashboardName("a b").dashboardBody(BODY)))
        .isInstanceOf(DashboardInvalidInputErrorException.class);
  }
}
