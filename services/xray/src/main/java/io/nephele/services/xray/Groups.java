package io.nephele.services.xray;

import io.nephele.api.xray.CreateGroupRequest;
import io.nephele.api.xray.CreateGroupResult;
import io.nephele.api.xray.DeleteGroupRequest;
import io.nephele.api.xray.DeleteGroupResult;
import io.nephele.api.xray.GetGroupRequest;
import io.nephele.api.xray.GetGroupResult;
import io.nephele.api.xray.GetGroupsRequest;
import io.nephele.api.xray.GetGroupsResult;
import io.nephele.api.xray.Group;
import io.nephele.api.xray.GroupSummary;
import io.nephele.api.xray.InsightsConfiguration;
import io.nephele.api.xray.UpdateGroupRequest;
import io.nephele.api.xray.UpdateGroupResult;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Groups: filter expressions with names. The group Default has every trace and is always there. */
final class Groups {
  private static final String DEFAULT = "Default";
  private static final int MOST_GROUPS = 25;
  private static final int PAGE = 100;

  private final World world;
  private final Table<StoredGroup> table = Table.of("xray.groups", StoredGroup.class);

  Groups(World world) {
    this.world = world;
  }

  /**
   * A group.
   *
   * @param arn its ARN; of the default one it ends with its name
   * @param filter a filter expression, or null
   */
  record StoredGroup(
      String name, String arn, String filter, boolean insights, Map<String, String> tags) {
    StoredGroup withTags(Map<String, String> changed) {
      return new StoredGroup(name, arn, filter, insights, changed);
    }
  }

  private static Key owner(String accountId, String region) {
    return Key.of(accountId).with(region);
  }

  private static Key owner(Call call) {
    return owner(call.accountId(), call.region().name());
  }

  CreateGroupResult create(CreateGroupRequest in, Call call) {
    String name = in.groupName();
    parse(in.filterExpression(), call);
    boolean insights = insights(in.insightsConfiguration(), false);
    Map<String, String> tags = XRayTags.of(in.tags());
    String arn =
        "arn:%s:xray:%s:%s:group/%s/%s"
            .formatted(
                call.partition(),
                call.region().name(),
                call.accountId(),
                name,
                world.ids().text(52, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"));
    StoredGroup group = new StoredGroup(name, arn, in.filterExpression(), insights, tags);
    world
        .store()
        .write(
            transaction -> {
              Key key = owner(call).with(name);
              if (name.equals(DEFAULT) || table.contains(transaction, key)) {
                throw XRayErrors.invalid("Group already exists: " + name);
              }
              int count = 0;
              for (Table.Row<StoredGroup> row : table.scan(transaction, owner(call))) {
                count += row.value().name().equals(DEFAULT) ? 0 : 1;
              }
              if (count >= MOST_GROUPS) {
                throw XRayErrors.invalid("Group limit exceeded: " + MOST_GROUPS);
              }
              table.put(transaction, key, group);
              return null;
            });
    return new CreateGroupResult().group(tell(group));
  }

  UpdateGroupResult update(UpdateGroupRequest in, Call call) {
    parse(in.filterExpression(), call);
    StoredGroup changed =
        world
            .store()
            .write(
                transaction -> {
                  StoredGroup group = require(transaction, in.groupName(), in.groupARN(), call);
                  if (group.name().equals(DEFAULT) && in.filterExpression() != null) {
                    throw XRayErrors.invalid("The filter expression of Default cannot be changed");
                  }
                  StoredGroup after =
                      new StoredGroup(
                          group.name(),
                          group.arn(),
                          in.filterExpression() == null ? group.filter() : in.filterExpression(),
                          insights(in.insightsConfiguration(), group.insights()),
                          group.tags());
                  table.put(transaction, owner(call).with(group.name()), after);
                  return after;
                });
    return new UpdateGroupResult().group(tell(changed));
  }

  DeleteGroupResult delete(DeleteGroupRequest in, Call call) {
    world
        .store()
        .write(
            transaction -> {
              StoredGroup group = require(transaction, in.groupName(), in.groupARN(), call);
              if (group.name().equals(DEFAULT)) {
                throw XRayErrors.invalid("The group Default cannot be deleted");
              }
              table.delete(transaction, owner(call).with(group.name()));
              return null;
            });
    return new DeleteGroupResult();
  }

  GetGroupResult get(GetGroupRequest in, Call call) {
    StoredGroup group =
        world.store().read(reader -> require(reader, in.groupName(), in.groupARN(), call));
    return new GetGroupResult().group(tell(group));
  }

  GetGroupsResult list(GetGroupsRequest in, Call call) {
    List<StoredGroup> all = new ArrayList<>();
    world
        .store()
        .read(
            reader -> {
              all.clear();
              all.add(find(reader, DEFAULT, call));
              for (Table.Row<StoredGroup> row : table.scan(reader, owner(call))) {
                if (!row.value().name().equals(DEFAULT)) {
                  all.add(row.value());
                }
              }
              return null;
            });
    Pages<StoredGroup> page = Pages.of(all, in.nextToken(), PAGE);
    List<GroupSummary> told = new ArrayList<>();
    for (StoredGroup group : page.items()) {
      told.add(
          new GroupSummary()
              .groupName(group.name())
              .groupARN(group.arn())
              .filterExpression(group.filter())
              .insightsConfiguration(configuration(group)));
    }
    return new GetGroupsResult().groups(told).nextToken(page.nextToken());
  }

  /** The filter of a filter expression, which may name groups. */
  Filter parse(String expression, Call call) {
    return FilterParser.parse(
        expression,
        named -> {
          boolean arn = named.startsWith("arn:");
          return filter(arn ? null : named, arn ? named : null, call);
        });
  }

  /** The filter of a group by its name or ARN; of neither, one that lets everything pass. */
  Filter filter(String name, String arn, Call call) {
    if (name == null && arn == null) {
      return Filter.ALL;
    }
    StoredGroup group = world.store().read(reader -> require(reader, name, arn, call));
    return FilterParser.parse(
        group.filter(),
        inner -> {
          throw XRayErrors.filter("a group's expression cannot name another group.");
        });
  }

  /** The group of an ARN, or null. */
  StoredGroup byArn(Reader reader, String accountId, String region, String arn) {
    for (Table.Row<StoredGroup> row : table.scan(reader, owner(accountId, region))) {
      if (row.value().arn().equals(arn)) {
        return row.value();
      }
    }
    return null;
  }

  /** The group of an ARN in the account and region that are called, or null. */
  StoredGroup ofArn(Reader reader, String arn, Call call) {
    return arn.equals(defaultArn(call))
        ? find(reader, DEFAULT, call)
        : byArn(reader, call.accountId(), call.region().name(), arn);
  }

  /** Where groups are. */
  Table<StoredGroup> table() {
    return table;
  }

  private StoredGroup find(Reader reader, String name, Call call) {
    StoredGroup group = table.get(reader, owner(call).with(name));
    if (group == null && name.equals(DEFAULT)) {
      return new StoredGroup(DEFAULT, defaultArn(call), null, false, Map.of());
    }
    return group;
  }

  private static String defaultArn(Call call) {
    return "arn:%s:xray:%s:%s:group/%s"
        .formatted(call.partition(), call.region().name(), call.accountId(), DEFAULT);
  }

  private StoredGroup require(Reader reader, String name, String arn, Call call) {
    if ((name == null) == (arn == null)) {
      throw XRayErrors.invalid("Specify either GroupName or GroupARN");
    }
    StoredGroup group = name != null ? find(reader, name, call) : ofArn(reader, arn, call);
    if (group == null) {
      throw XRayErrors.invalid("Group not found");
    }
    return group;
  }

  /** Insights are a setting of groups, which nothing here looks for: it can only be off. */
  private static boolean insights(InsightsConfiguration wanted, boolean before) {
    if (wanted == null) {
      return before;
    }
    if (Boolean.TRUE.equals(wanted.notificationsEnabled())
        && !Boolean.TRUE.equals(wanted.insightsEnabled())) {
      throw XRayErrors.invalid("Notifications cannot be enabled without insights");
    }
    if (Boolean.TRUE.equals(wanted.insightsEnabled())) {
      throw XRayErrors.notImplemented("insights of X-Ray groups");
    }
    return false;
  }

  private static InsightsConfiguration configuration(StoredGroup group) {
    return new InsightsConfiguration()
        .insightsEnabled(group.insights())
        .notificationsEnabled(false);
  }

  private static Group tell(StoredGroup group) {
    return new Group()
        .groupName(group.name())
        .groupARN(group.arn())
        .filterExpression(group.filter())
        .insightsConfiguration(configuration(group));
  }
}
