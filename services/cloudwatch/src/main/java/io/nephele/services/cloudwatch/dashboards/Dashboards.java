package io.nephele.services.cloudwatch.dashboards;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.api.cloudwatch.DashboardEntry;
import io.nephele.api.cloudwatch.DashboardInvalidInputError;
import io.nephele.api.cloudwatch.DashboardNotFoundError;
import io.nephele.api.cloudwatch.DashboardValidationMessage;
import io.nephele.api.cloudwatch.DeleteDashboardsInput;
import io.nephele.api.cloudwatch.DeleteDashboardsOutput;
import io.nephele.api.cloudwatch.GetDashboardInput;
import io.nephele.api.cloudwatch.GetDashboardOutput;
import io.nephele.api.cloudwatch.ListDashboardsInput;
import io.nephele.api.cloudwatch.ListDashboardsOutput;
import io.nephele.api.cloudwatch.PutDashboardInput;
import io.nephele.api.cloudwatch.PutDashboardOutput;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.PageTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on dashboards. */
public final class Dashboards {
  private static final int PAGE = 300;
  private static final int LONGEST_NAME = 255;

  private final World world;
  private final Table<Dashboard> table = Table.of("cloudwatch.dashboards", Dashboard.class);

  private Dashboards(World world) {
    this.world = world;
  }

  /** Binds them. */
  public static void bind(Bindings on, World world) {
    Dashboards dashboards = new Dashboards(world);
    on.bind(Cloudwatch.PutDashboard, dashboards::put);
    on.bind(Cloudwatch.GetDashboard, dashboards::get);
    on.bind(Cloudwatch.ListDashboards, dashboards::list);
    on.bind(Cloudwatch.DeleteDashboards, dashboards::delete);
  }

  private static Key key(String name, Call call) {
    return Key.of(call.accountId()).with(name);
  }

  private PutDashboardOutput put(PutDashboardInput in, Call call) {
    if (!isName(in.dashboardName())) {
      throw new DashboardInvalidInputError(
          "The value "
              + in.dashboardName()
              + " for field DashboardName contains invalid characters. It can only contain"
              + " alphanumerics, dash (-) and underscore (_).");
    }
    List<DashboardValidationMessage> errors = DashboardBody.errors(in.dashboardBody());
    if (!errors.isEmpty()) {
      List<Object> told = new ArrayList<>();
      for (DashboardValidationMessage error : errors) {
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("dataPath", error.dataPath());
        each.put("message", error.message());
        told.add(each);
      }
      throw new DashboardInvalidInputError(
              "The dashboard body is invalid, there are "
                  + errors.size()
                  + " validation errors: "
                  + JsonText.write(told))
          .dashboardValidationMessages(errors);
    }
    Dashboard dashboard =
        new Dashboard(
            call.accountId(),
            call.partition(),
            in.dashboardName(),
            in.dashboardBody(),
            call.time().toEpochMilli());
    world
        .store()
        .write(
            transaction -> {
              table.put(transaction, key(in.dashboardName(), call), dashboard);
              return null;
            });
    return new PutDashboardOutput().dashboardValidationMessages(List.of());
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 'z' || !Character.isLetterOrDigit(c) && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  private GetDashboardOutput get(GetDashboardInput in, Call call) {
    Dashboard found =
        world.store().read(reader -> table.get(reader, key(in.dashboardName(), call)));
    if (found == null) {
      throw new DashboardNotFoundError("Dashboard " + in.dashboardName() + " does not exist");
    }
    return new GetDashboardOutput()
        .dashboardName(found.name())
        .dashboardArn(found.arn())
        .dashboardBody(found.body());
  }

  private ListDashboardsOutput list(ListDashboardsInput in, Call call) {
    Key after = PageTokens.read(in.nextToken());
    Key account = Key.of(call.accountId());
    String prefix = in.dashboardNamePrefix() == null ? "" : in.dashboardNamePrefix();
    KeyRange range =
        prefix.isEmpty() ? KeyRange.prefix(account) : KeyRange.textPrefix(account, prefix);
    KeyRange rest = after == null ? range : range.startingAfter(account.with(after));
    List<Dashboard> found =
        world
            .store()
            .read(
                reader -> {
                  List<Dashboard> some = new ArrayList<>();
                  Table.Rows<Dashboard> rows = table.scan(reader, rest, Direction.FORWARD);
                  while (rows.hasNext() && some.size() <= PAGE) {
                    some.add(rows.next().value());
                  }
                  return some;
                });
    List<DashboardEntry> entries = new ArrayList<>();
    for (Dashboard each : found.subList(0, Math.min(PAGE, found.size()))) {
      entries.add(
          new DashboardEntry()
              .dashboardName(each.name())
              .dashboardArn(each.arn())
              .lastModified(Instant.ofEpochMilli(each.modified()))
              .size((long) each.body().getBytes(StandardCharsets.UTF_8).length));
    }
    return new ListDashboardsOutput()
        .dashboardEntries(entries)
        .nextToken(
            found.size() > PAGE ? PageTokens.write(Key.of(found.get(PAGE - 1).name())) : null);
  }

  /** All of them or, if one is not there, none. */
  private DeleteDashboardsOutput delete(DeleteDashboardsInput in, Call call) {
    if (in.dashboardNames().isEmpty()) {
      throw CloudWatchErrors.invalid("The parameter DashboardNames must not be empty.");
    }
    world
        .store()
        .write(
            transaction -> {
              for (String name : in.dashboardNames()) {
                if (!table.contains(transaction, key(name, call))) {
                  throw new DashboardNotFoundError("Dashboard " + name + " does not exist");
                }
                table.delete(transaction, key(name, call));
              }
              return null;
            });
    return new DeleteDashboardsOutput();
  }
}
