package io.nephele.services.xray;

import io.nephele.api.xray.CreateSamplingRuleRequest;
import io.nephele.api.xray.CreateSamplingRuleResult;
import io.nephele.api.xray.DeleteSamplingRuleRequest;
import io.nephele.api.xray.DeleteSamplingRuleResult;
import io.nephele.api.xray.GetSamplingRulesRequest;
import io.nephele.api.xray.GetSamplingRulesResult;
import io.nephele.api.xray.RuleLimitExceededException;
import io.nephele.api.xray.SamplingRule;
import io.nephele.api.xray.SamplingRuleUpdate;
import io.nephele.api.xray.UpdateSamplingRuleRequest;
import io.nephele.api.xray.UpdateSamplingRuleResult;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Sampling rules: which requests SDKs trace. */
final class SamplingRules {
  private static final int MOST_RULES = 25;
  private static final int PAGE = 100;

  private final World world;
  private final Table<StoredRule> table = Table.of("xray.rules", StoredRule.class);
  private final Table<Change> changes = Table.of("xray.rulechanges", Change.class);

  SamplingRules(World world) {
    this.world = world;
  }

  /** When rules changed last, in milliseconds. */
  record Change(long at) {}

  static Key owner(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  private static String arn(Call call, String name) {
    return "arn:%s:xray:%s:%s:sampling-rule/%s"
        .formatted(call.partition(), call.region().name(), call.accountId(), name);
  }

  CreateSamplingRuleResult create(CreateSamplingRuleRequest in, Call call) {
    SamplingRule wanted = in.samplingRule();
    if (wanted.version() != 1) {
      throw XRayErrors.invalid("Invalid version. Only version 1 is supported.");
    }
    if (wanted.samplingRateBoost() != null) {
      throw XRayErrors.notImplemented("SamplingRateBoost of sampling rules");
    }
    String name = name(wanted.ruleName(), wanted.ruleARN(), call);
    Map<String, String> tags = XRayTags.of(in.tags());
    long now = call.time().toEpochMilli();
    StoredRule rule = StoredRule.of(wanted, name, arn(call, name), now, tags);
    world
        .store()
        .write(
            transaction -> {
              Key key = owner(call).with(name);
              if (rule.isDefault() || table.contains(transaction, key)) {
                throw XRayErrors.invalid("Sampling rule already exists: " + name);
              }
              int count = 0;
              for (Table.Row<StoredRule> row : table.scan(transaction, owner(call))) {
                count += row.value().isDefault() ? 0 : 1;
              }
              if (count >= MOST_RULES) {
                throw new RuleLimitExceededException(
                    "The maximum number of sampling rules has been reached: " + MOST_RULES);
              }
              table.put(transaction, key, rule);
              changed(transaction, call);
              return null;
            });
    return new CreateSamplingRuleResult().samplingRuleRecord(rule.tell());
  }

  UpdateSamplingRuleResult update(UpdateSamplingRuleRequest in, Call call) {
    SamplingRuleUpdate update = in.samplingRuleUpdate();
    check(update);
    String name = name(update.ruleName(), update.ruleARN(), call);
    StoredRule changed =
        world
            .store()
            .write(
                transaction -> {
                  StoredRule before = require(transaction, name, call);
                  if (before.isDefault() && changesMatching(update)) {
                    throw XRayErrors.invalid(
                        "Only FixedRate and ReservoirSize of the Default rule can be changed");
                  }
                  StoredRule after = before.with(update, call.time().toEpochMilli());
                  table.put(transaction, owner(call).with(name), after);
                  changed(transaction, call);
                  return after;
                });
    return new UpdateSamplingRuleResult().samplingRuleRecord(changed.tell());
  }

  private static void check(SamplingRuleUpdate update) {
    if (update.samplingRateBoost() != null) {
      throw XRayErrors.notImplemented("SamplingRateBoost of sampling rules");
    }
    Integer priority = update.priority();
    if (priority != null && (priority < 1 || priority > 9999)) {
      throw XRayErrors.invalid("Priority must be between 1 and 9999");
    }
    Double rate = update.fixedRate();
    if (rate != null && !(rate >= 0 && rate <= 1)) {
      throw XRayErrors.invalid("FixedRate must be between 0 and 1");
    }
    Integer size = update.reservoirSize();
    if (size != null && size < 0) {
      throw XRayErrors.invalid("ReservoirSize must not be negative");
    }
  }

  private static boolean changesMatching(SamplingRuleUpdate update) {
    return update.resourceARN() != null
        || update.priority() != null
        || update.host() != null
        || update.serviceName() != null
        || update.serviceType() != null
        || update.httpMethod() != null
        || update.urlPath() != null
        || update.attributes() != null;
  }

  DeleteSamplingRuleResult delete(DeleteSamplingRuleRequest in, Call call) {
    String name = name(in.ruleName(), in.ruleARN(), call);
    StoredRule deleted =
        world
            .store()
            .write(
                transaction -> {
                  StoredRule rule = require(transaction, name, call);
                  if (rule.isDefault()) {
                    throw XRayErrors.invalid("The Default sampling rule cannot be deleted");
                  }
                  table.delete(transaction, owner(call).with(name));
                  changed(transaction, call);
                  return rule;
                });
    return new DeleteSamplingRuleResult().samplingRuleRecord(deleted.tell());
  }

  GetSamplingRulesResult list(GetSamplingRulesRequest in, Call call) {
    List<StoredRule> all = world.store().read(reader -> all(reader, call));
    Pages<StoredRule> page = Pages.of(all, in.nextToken(), PAGE);
    return new GetSamplingRulesResult()
        .samplingRuleRecords(page.items().stream().map(StoredRule::tell).toList())
        .nextToken(page.nextToken());
  }

  /** All rules, the first to be asked first. */
  private List<StoredRule> all(Reader reader, Call call) {
    List<StoredRule> all = new ArrayList<>();
    for (Table.Row<StoredRule> row : table.scan(reader, owner(call))) {
      all.add(row.value());
    }
    if (all.stream().noneMatch(StoredRule::isDefault)) {
      all.add(find(reader, StoredRule.DEFAULT, call));
    }
    all.sort(Comparator.comparingInt(StoredRule::priority).thenComparing(StoredRule::name));
    return all;
  }

  /** The rule of that name, or null. */
  StoredRule find(Reader reader, String name, Call call) {
    StoredRule rule = table.get(reader, owner(call).with(name));
    return rule == null && name.equals(StoredRule.DEFAULT)
        ? StoredRule.ofDefault(arn(call, name))
        : rule;
  }

  /** When rules changed last, in milliseconds; 0 if never. */
  long changedAt(Reader reader, Call call) {
    Change change = changes.get(reader, owner(call));
    return change == null ? 0 : change.at();
  }

  /** Where rules are. */
  Table<StoredRule> table() {
    return table;
  }

  private void changed(Transaction transaction, Call call) {
    changes.put(transaction, owner(call), new Change(call.time().toEpochMilli()));
  }

  private StoredRule require(Reader reader, String name, Call call) {
    StoredRule rule = find(reader, name, call);
    if (rule == null) {
      throw XRayErrors.invalid("Sampling rule does not exist.");
    }
    return rule;
  }

  /** The name of a rule that is named by its name or its ARN. */
  private static String name(String name, String arn, Call call) {
    if ((name == null) == (arn == null)) {
      throw XRayErrors.invalid("Specify either RuleName or RuleARN");
    }
    if (name != null) {
      return name;
    }
    String prefix = arn(call, "");
    if (!arn.startsWith(prefix) || arn.length() == prefix.length()) {
      throw XRayErrors.invalid("Invalid RuleARN: " + arn);
    }
    return arn.substring(prefix.length());
  }
}
