package io.nephele.services.logs.filters;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.nephele.api.logs.AccountPolicy;
import io.nephele.api.logs.DeleteAccountPolicyRequest;
import io.nephele.api.logs.DescribeAccountPoliciesRequest;
import io.nephele.api.logs.DescribeAccountPoliciesResponse;
import io.nephele.api.logs.PutAccountPolicyRequest;
import io.nephele.api.logs.PutAccountPolicyResponse;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Unit;
import io.nephele.services.logs.patterns.FilterPattern;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Policies of accounts: subscriptions of all their groups but some. */
public final class AccountPolicies {
  private static final String SUBSCRIPTION = "SUBSCRIPTION_FILTER_POLICY";
  private static final Set<String> MEMBERS =
      Set.of("DestinationArn", "RoleArn", "FilterPattern", "Distribution");

  private final LogsWorld logs;
  private final SubscriptionFilters filters;

  /** By account and region; there is one at most. */
  private final Table<Row> table = Table.ofOftenRead("logs.accountPolicies", Row.class);

  /** The policies of a world's accounts. */
  public AccountPolicies(LogsWorld logs, SubscriptionFilters filters) {
    this.logs = logs;
    this.filters = filters;
  }

  /**
   * A policy.
   *
   * @param subscription what its document says
   * @param excluded the names of groups that it is not for
   * @param updatedAt in milliseconds since 1970
   */
  record Row(
      String name,
      String document,
      String selection,
      Subscription subscription,
      List<String> excluded,
      long updatedAt) {}

  /** The account's subscription of a group, or null. */
  Subscription subscription(Reader reader, Group group) {
    Row row = table.get(reader, Key.of(group.accountId()).with(group.region()));
    return row == null || row.excluded.contains(group.name()) ? null : row.subscription;
  }

  private static Key key(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  private static void requireSubscription(String type) {
    if (!type.equals(SUBSCRIPTION)) {
      throw LogsErrors.notImplemented("account policies of type " + type);
    }
  }

  /** Answers PutAccountPolicy. */
  public PutAccountPolicyResponse put(PutAccountPolicyRequest in, Call call) {
    requireSubscription(in.policyType());
    if (!(JsonText.parse(in.policyDocument()) instanceof Map<?, ?> document)
        || !MEMBERS.containsAll(document.keySet())
        || !(document.get("DestinationArn") instanceof String destination)
        || !(document.get("FilterPattern") instanceof String pattern)) {
      throw LogsErrors.invalid("The policy document is invalid.");
    }
    FilterPattern.parse(pattern);
    String role = text(document.get("RoleArn"));
    String distribution = SubscriptionFilters.distribution(text(document.get("Distribution")));
    List<String> excluded = excluded(in.selectionCriteria());
    String source =
        "arn:" + call.partition() + ":logs:" + call.region().name() + ":" + call.accountId() + ":*";
    filters.check(source, destination, role, call);
    Row made =
        new Row(
            in.policyName(),
            in.policyDocument(),
            in.selectionCriteria(),
            new Subscription(
                in.policyName(), pattern, destination, role, distribution, logs.now(), false),
            excluded,
            logs.now());
    logs.write(
        transaction -> {
          Row before = table.get(transaction, key(call));
          if (before != null && !before.name.equals(in.policyName())) {
            throw LogsErrors.limit(
                "Resource limit exceeded: an account can have one subscription filter policy in a"
                    + " region.");
          }
          table.put(transaction, key(call), made);
          return null;
        });
    return new PutAccountPolicyResponse().accountPolicy(description(made, call));
  }

  private static String text(Object value) {
    if (value != null && !(value instanceof String)) {
      throw LogsErrors.invalid("The policy document is invalid.");
    }
    return (String) value;
  }

  /** The names in {@code LogGroupName NOT IN ["a", "b"]}. */
  private static List<String> excluded(String criteria) {
    if (criteria == null || criteria.isBlank()) {
      return List.of();
    }
    Matcher matcher =
        Pattern.compile("\\s*LogGroupName\\s+NOT\\s+IN\\s+(\\[.*\\])\\s*").matcher(criteria);
    if (!matcher.matches() || !(JsonText.parse(matcher.group(1)) instanceof List<?> names)) {
      throw LogsErrors.invalid(
          "The selection criteria must be of the form LogGroupName NOT IN [\"name\"].");
    }
    List<String> all = new ArrayList<>();
    for (Object name : names) {
      all.add(text(name));
    }
    return all;
  }

  private static AccountPolicy description(Row row, Call call) {
    return new AccountPolicy()
        .policyName(row.name)
        .policyDocument(row.document)
        .policyType(SUBSCRIPTION)
        .scope("ALL")
        .selectionCriteria(row.selection)
        .accountId(call.accountId())
        .lastUpdatedTime(row.updatedAt);
  }

  /** Answers DescribeAccountPolicies. */
  public DescribeAccountPoliciesResponse describe(DescribeAccountPoliciesRequest in, Call call) {
    if (in.accountIdentifiers() != null && !in.accountIdentifiers().isEmpty()) {
      throw LogsErrors.notImplemented("policies of linked accounts");
    }
    Row row =
        in.policyType().equals(SUBSCRIPTION)
            ? logs.read(reader -> table.get(reader, key(call)))
            : null;
    boolean wanted = row != null && (in.policyName() == null || in.policyName().equals(row.name));
    return new DescribeAccountPoliciesResponse()
        .accountPolicies(wanted ? List.of(description(row, call)) : List.of());
  }

  /** Answers DeleteAccountPolicy. */
  public Unit delete(DeleteAccountPolicyRequest in, Call call) {
    requireSubscription(in.policyType());
    logs.write(
        transaction -> {
          Row row = table.get(transaction, key(call));
          if (row == null || !row.name.equals(in.policyName())) {
            throw LogsErrors.notFound("The specified account policy does not exist.");
          }
          table.delete(transaction, key(call));
          return null;
        });
    return LogsWorld.done(call);
  }
}
