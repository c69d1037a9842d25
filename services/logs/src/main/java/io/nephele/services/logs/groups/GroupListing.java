package io.nephele.services.logs.groups;

import io.nephele.api.logs.DescribeLogGroupsRequest;
import io.nephele.api.logs.DescribeLogGroupsResponse;
import io.nephele.api.logs.ListLogGroupsRequest;
import io.nephele.api.logs.ListLogGroupsResponse;
import io.nephele.api.logs.LogGroup;
import io.nephele.api.logs.LogGroupSummary;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import io.nephele.services.logs.state.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Lists log groups. */
public final class GroupListing {
  private static final long DAY = 86_400_000L;
  private static final int USUAL = 50;

  private final LogsWorld logs;

  /** The groups of a world. */
  public GroupListing(LogsWorld logs) {
    this.logs = logs;
  }

  /** Groups, and where the next page begins; null at the end. */
  private record Page(List<Group> groups, String next) {}

  /** Answers DescribeLogGroups. */
  public DescribeLogGroupsResponse describe(DescribeLogGroupsRequest in, Call call) {
    if (in.logGroupNamePrefix() != null && in.logGroupNamePattern() != null) {
      throw LogsErrors.invalid(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    refuseLinked(in.includeLinkedAccounts(), in.accountIdentifiers());
    int limit = in.limit() == null ? USUAL : in.limit();
    return logs.read(
        reader -> {
          if (in.logGroupIdentifiers() != null) {
            List<LogGroup> named = new ArrayList<>();
            for (String identifier : in.logGroupIdentifiers()) {
              Group group = logs.identified(reader, identifier, call);
              if (isOf(group, in.logGroupClass())) {
                named.add(description(reader, group));
              }
            }
            return new DescribeLogGroupsResponse().logGroups(named);
          }
          String part =
              in.logGroupNamePattern() == null
                  ? null
                  : in.logGroupNamePattern().toLowerCase(Locale.ROOT);
          Predicate<Group> wanted =
              group ->
                  isOf(group, in.logGroupClass())
                      && (part == null || group.name().toLowerCase(Locale.ROOT).contains(part));
          Page page = page(reader, in.logGroupNamePrefix(), wanted, in.nextToken(), limit, call);
          List<LogGroup> found = new ArrayList<>();
          for (Group group : page.groups) {
            found.add(description(reader, group));
          }
          return new DescribeLogGroupsResponse().logGroups(found).nextToken(page.next);
        });
  }

  private static void refuseLinked(Boolean linked, List<String> accounts) {
    if (Boolean.TRUE.equals(linked) || accounts != null && !accounts.isEmpty()) {
      throw LogsErrors.notImplemented("log groups of linked accounts");
    }
  }

  private static boolean isOf(Group group, String kind) {
    return kind == null || group.kind().equals(kind);
  }

  /** Answers ListLogGroups. */
  public ListLogGroupsResponse list(ListLogGroupsRequest in, Call call) {
    refuseLinked(in.includeLinkedAccounts(), in.accountIdentifiers());
    if (in.dataSources() != null || in.fieldIndexNames() != null) {
      throw LogsErrors.notImplemented("listing log groups by data sources or field indexes");
    }
    com.google.re2j.Pattern pattern = null;
    if (in.logGroupNamePattern() != null) {
      try {
        pattern = com.google.re2j.Pattern.compile(in.logGroupNamePattern());
      } catch (com.google.re2j.PatternSyntaxException e) {
        throw LogsErrors.invalid("Invalid logGroupNamePattern: " + e.getMessage());
      }
    }
    com.google.re2j.Pattern regex = pattern;
    Predicate<Group> wanted =
        group ->
            isOf(group, in.logGroupClass())
                && (regex == null || regex.matcher(group.name()).find());
    int limit = in.limit() == null ? USUAL : in.limit();
    Page page = logs.read(reader -> page(reader, null, wanted, in.nextToken(), limit, call));
    List<LogGroupSummary> found = new ArrayList<>();
    for (Group group : page.groups) {
      found.add(
          new LogGroupSummary()
              .logGroupName(group.name())
              .logGroupArn(group.arn())
              .logGroupClass(group.kind()));
    }
    return new ListLogGroupsResponse().logGroups(found).nextToken(page.next);
  }

  private Page page(
      Reader reader, String prefix, Predicate<Group> wanted, String token, int limit, Call call) {
    Key own = Key.of(call.accountId()).with(call.region().name());
    KeyRange range = prefix == null ? KeyRange.prefix(own) : KeyRange.textPrefix(own, prefix);
    if (token != null) {
      range = range.startingAfter(own.with(PageTokens.read(token)));
    }
    List<Group> found = new ArrayList<>();
    for (Table.Row<Group> row : logs.groups().scan(reader, range, Direction.FORWARD)) {
      Group group = row.value();
      if (wanted.test(group)) {
        if (found.size() == limit) {
          return new Page(found, PageTokens.write(found.getLast().name()));
        }
        found.add(group);
      }
    }
    return new Page(found, null);
  }

  private LogGroup description(Reader reader, Group group) {
    return new LogGroup()
        .logGroupName(group.name())
        .creationTime(group.createdAt())
        .retentionInDays(group.retentionInDays())
        .metricFilterCount(group.metricFilters())
        .arn(group.arn() + ":*")
        .logGroupArn(group.arn())
        .storedBytes(storedBytes(reader, group))
        .kmsKeyId(group.kmsKeyId())
        .logGroupClass(group.kind())
        .dataProtectionStatus(group.protection() == null ? null : "ACTIVATED")
        .deletionProtectionEnabled(group.deletionProtected());
  }

  private long storedBytes(Reader reader, Group group) {
    long horizon = Math.floorDiv(group.horizon(logs.now()), DAY);
    long bytes = 0;
    for (Table.Row<Usage> row : logs.usage().scan(reader, group.contentKey())) {
      KeyReader key = row.key().without(group.contentKey()).reader();
      key.nextLong();
      if (key.nextLong() >= horizon) {
        bytes += row.value().bytes();
      }
    }
    return bytes;
  }
}
