package io.nephele.services.cloudwatch.insights;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.api.cloudwatch.DeleteInsightRulesInput;
import io.nephele.api.cloudwatch.DeleteInsightRulesOutput;
import io.nephele.api.cloudwatch.DescribeInsightRulesInput;
import io.nephele.api.cloudwatch.DescribeInsightRulesOutput;
import io.nephele.api.cloudwatch.DisableInsightRulesInput;
import io.nephele.api.cloudwatch.DisableInsightRulesOutput;
import io.nephele.api.cloudwatch.EnableInsightRulesInput;
import io.nephele.api.cloudwatch.EnableInsightRulesOutput;
import io.nephele.api.cloudwatch.InsightRule;
import io.nephele.api.cloudwatch.PartialFailure;
import io.nephele.api.cloudwatch.PutInsightRuleInput;
import io.nephele.api.cloudwatch.PutInsightRuleOutput;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.insights.RuleId;
import io.nephele.core.insights.ServiceRule;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.PageTokens;
import io.nephele.services.cloudwatch.resources.NamedResource;
import io.nephele.services.cloudwatch.resources.NamedResources;
import io.nephele.services.cloudwatch.resources.ResourceTags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The operations on Contributor Insights rules. */
public final class InsightRules {
  static final String ENABLED = "ENABLED";
  static final String DISABLED = "DISABLED";

  private static final int PAGE = 500;
  private static final String SERVICE_SCHEMA = "{\"Name\":\"ServiceLogRule\",\"Version\":1}";

  private final World world;
  private final NamedResources rules;
  private final Table<Looked> looked = Table.of("cloudwatch.insightRuleTimes", Looked.class);

  private InsightRules(World world, NamedResources rules) {
    this.world = world;
    this.rules = rules;
  }

  /**
   * A time in which a rule looked at events; it is kept under the time at which it began.
   *
   * @param until when it ended, in milliseconds; 0 if it has not
   */
  record Looked(long until) {}

  /** Where rules are kept. */
  public static NamedResources resources(World world) {
    return new NamedResources(world, "cloudwatch.insightRules", "insight-rule/");
  }

  /** Binds them. */
  public static void bind(Bindings on, World world, NamedResources resources) {
    InsightRules rules = new InsightRules(world, resources);
    on.bind(Cloudwatch.PutInsightRule, rules::put);
    on.bind(Cloudwatch.DescribeInsightRules, rules::describe);
    on.bind(Cloudwatch.EnableInsightRules, rules::enable);
    on.bind(Cloudwatch.DisableInsightRules, rules::disable);
    on.bind(Cloudwatch.DeleteInsightRules, rules::delete);
    RuleReports reports = new RuleReports(world, resources, rules);
    on.bind(Cloudwatch.GetInsightRuleReport, reports::get);
  }

  static PutInsightRuleInput definition(NamedResource rule) {
    return new PutInsightRuleInput(rule.definition(Cloudwatch.PutInsightRule.model().input()));
  }

  private PutInsightRuleOutput put(PutInsightRuleInput in, Call call) {
    RuleDefinition.read(in.ruleDefinition());
    if (Boolean.TRUE.equals(in.applyOnTransformedLogs())) {
      throw CloudWatchErrors.notThere("ApplyOnTransformedLogs");
    }
    String state = in.ruleState() == null ? ENABLED : in.ruleState();
    if (!state.equals(ENABLED) && !state.equals(DISABLED)) {
      throw CloudWatchErrors.invalidValue(state, "RuleState");
    }
    Map<String, String> tags = ResourceTags.read(in.tags());
    world
        .store()
        .write(
            transaction -> {
              NamedResource rule =
                  rules.define(transaction, in.ruleName(), in.struct(), state, tags, call);
              turn(transaction, rule, state, call);
              return null;
            });
    return new PutInsightRuleOutput();
  }

  /** Brings a rule to a state, and notes when it looks at events. */
  private void turn(Transaction transaction, NamedResource rule, String state, Call call) {
    long now = call.time().toEpochMilli();
    rules.put(transaction, rule.withState(state, now));
    boolean looks = false;
    for (Table.Row<Looked> row : looked.scan(transaction, rule.key())) {
      if (row.value().until == 0) {
        looks = true;
        if (state.equals(DISABLED)) {
          looked.put(transaction, row.key(), new Looked(now));
        }
      }
    }
    if (state.equals(ENABLED) && !looks) {
      looked.put(transaction, rule.key().with(now), new Looked(0));
    }
  }

  /** The times in which a rule looked at events: beginnings and ends in milliseconds. */
  List<long[]> looked(Reader reader, NamedResource rule) {
    List<long[]> times = new ArrayList<>();
    for (Table.Row<Looked> row : looked.scan(reader, rule.key())) {
      long begin = row.key().without(rule.key()).reader().nextLong();
      long until = row.value().until;
      times.add(new long[] {begin, until == 0 ? Long.MAX_VALUE : until});
    }
    return times;
  }

  private DescribeInsightRulesOutput describe(DescribeInsightRulesInput in, Call call) {
    int most = in.maxResults() == null ? PAGE : in.maxResults();
    Key after = PageTokens.read(in.nextToken());
    List<InsightRule> page = new ArrayList<>();
    String token = null;
    for (InsightRule rule : all(call)) {
      if (after != null && Key.of(rule.name()).compareTo(after) <= 0) {
        continue;
      }
      if (page.size() == most) {
        token = PageTokens.write(Key.of(page.getLast().name()));
        break;
      }
      page.add(rule);
    }
    return new DescribeInsightRulesOutput().insightRules(page).nextToken(token);
  }

  /** The rules that users made and those by which services count, by name. */
  private List<InsightRule> all(Call call) {
    List<InsightRule> all = new ArrayList<>();
    for (NamedResource rule : rules.all(call)) {
      all.add(
          new InsightRule()
              .name(rule.name())
              .state(rule.state())
              .schema("{\"Name\":\"CloudWatchLogRule\",\"Version\":1}")
              .definition(definition(rule).ruleDefinition())
              .managedRule(false)
              .applyOnTransformedLogs(false));
    }
    List<ServiceRule> counted =
        world
            .store()
            .read(
                reader ->
                    world.contributions().rules(reader, call.accountId(), call.region().name()));
    for (ServiceRule rule : counted) {
      all.add(
          new InsightRule()
              .name(rule.name())
              .state(ENABLED)
              .schema(SERVICE_SCHEMA)
              .definition(definition(rule))
              .managedRule(true)
              .applyOnTransformedLogs(false));
    }
    all.sort((one, other) -> one.name().compareTo(other.name()));
    return all;
  }

  private static String definition(ServiceRule rule) {
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("Schema", JsonText.parse(SERVICE_SCHEMA));
    definition.put("Contribution", Map.of("Keys", rule.keys()));
    definition.put("AggregateOn", rule.sum() ? "Sum" : "Count");
    return JsonText.write(definition);
  }

  private EnableInsightRulesOutput enable(EnableInsightRulesInput in, Call call) {
    return new EnableInsightRulesOutput()
        .failures(
            each(
                in.ruleNames(),
                call,
                (transaction, rule) -> turn(transaction, rule, ENABLED, call)));
  }

  private DisableInsightRulesOutput disable(DisableInsightRulesInput in, Call call) {
    return new DisableInsightRulesOutput()
        .failures(
            each(
                in.ruleNames(),
                call,
                (transaction, rule) -> turn(transaction, rule, DISABLED, call)));
  }

  private DeleteInsightRulesOutput delete(DeleteInsightRulesInput in, Call call) {
    return new DeleteInsightRulesOutput()
        .failures(
            each(
                in.ruleNames(),
                call,
                (transaction, rule) -> {
                  rules.delete(transaction, rule);
                  looked.deletePrefix(transaction, rule.key());
                }));
  }

  /** Does something with rules; tells those that are not there. */
  private List<PartialFailure> each(
      List<String> names, Call call, BiConsumer<Transaction, NamedResource> what) {
    return world
        .store()
        .write(
            transaction -> {
              List<PartialFailure> failures = new ArrayList<>();
              for (String name : names) {
                NamedResource rule = rules.find(transaction, name, call);
                if (rule == null) {
                  failures.add(missing(transaction, name, call));
                } else {
                  what.accept(transaction, rule);
                }
              }
              return failures;
            });
  }

  /** Why nothing can be done with a rule that no user made. */
  private PartialFailure missing(Reader reader, String name, Call call) {
    RuleId id = new RuleId(call.accountId(), call.region().name(), name);
    boolean counted = world.contributions().find(reader, id) != null;
    return new PartialFailure()
        .failureResource(name)
        .exceptionType(counted ? "InvalidParameterValueException" : "ResourceNotFoundException")
        .failureCode(counted ? "400" : "404")
        .failureDescription(
            counted
                ? "The rule " + name + " is changed by the service that made it."
                : "The rule " + name + " does not exist.");
  }
}
