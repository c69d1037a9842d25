package io.nephele.identity.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.identity.action.ServiceRules.Rule;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The rules kept by hand say nothing of what is not there. */
class ActionRulesTest {
  private static final Set<String> KINDS =
      Set.of(
          "op",
          "also",
          "free",
          "arn",
          "var",
          "need",
          "skip",
          "optional",
          "key",
          "role",
          "tagging",
          "tags");
  private static final ActionCatalog CATALOG = ActionCatalog.bundled();

  private static void everyRule(RuleCheck check) {
    List<String> wrong = new ArrayList<>();
    for (String name : Models.bundled().entries().keySet()) {
      String text = ActionResources.text("rules/" + name + ".tsv");
      if (text != null && !text.startsWith("like")) {
        Service service = Models.bundled().service(name);
        for (Rule rule : ServiceRules.read(name).all()) {
          if (!check.holds(service, rule)) {
            wrong.add(name + ": " + rule);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @FunctionalInterface
  private interface RuleCheck {
    boolean holds(Service service, Rule rule);
  }

  private static List<Operation> operations(Service service, Rule rule) {
    return rule.operations().getFirst().equals("*")
        ? service.operations()
        : rule.operations().stream().map(service::operation).toList();
  }

  @Test
  void kindsAndOperationsAreKnown() {
    everyRule(
        (service, rule) ->
            KINDS.contains(rule.kind())
                && (rule.operations().equals(List.of("*"))
                    || service.operationNames().containsAll(rule.operations())));
  }

  @Test
  void everyServiceOfTheModelsHasAPrefixAndItsActionsAreThere() {
    for (String name : Models.bundled().entries().keySet()) {
      String prefix = CATALOG.prefix(Models.bundled().service(name));
      assertThat(CATALOG.service(prefix)).as(name).isNotNull();
    }
    assertThat(CATALOG.prefixes()).contains("sqs", "iam", "sts", "elasticloadbalancing");
  }

  @Test
  void typesAreOfTheServicesThatTheirOperationsAreAbout() {
    everyRule((service, rule) -> typesOf(service).containsAll(types(rule)));
  }

  private static List<String> types(Rule rule) {
    return switch (rule.kind()) {
      case "op", "also", "tagging" ->
          rule.option("on") == null || rule.option("on").equals("-")
              ? List.of()
              : List.of(rule.option("on").split(","));
      case "need", "skip", "optional" -> List.of(rule.column(0).split(","));
      case "arn" -> List.of(rule.column(0));
      case "var" -> {
        String type = rule.column(0).substring(0, rule.column(0).lastIndexOf('.'));
        yield type.equals("*") ? List.of() : List.of(type);
      }
      case "role" -> rule.columns().size() > 2 ? List.of(rule.column(2)) : List.of();
      default -> List.of();
    };
  }

  /** The types of the service's own prefix and of those that its rules name actions of. */
  private static Set<String> typesOf(Service service) {
    Set<String> prefixes = new TreeSet<>(Set.of(CATALOG.prefix(service)));
    for (Rule rule : ServiceRules.read(service.name()).all()) {
      if (rule.kind().equals("op") || rule.kind().equals("also")) {
        for (String action : rule.column(0).split(",")) {
          prefixes.add(action.substring(0, action.indexOf(':')));
        }
      }
    }
    Set<String> types = new TreeSet<>();
    for (String prefix : prefixes) {
      types.addAll(CATALOG.service(prefix).resourceTypes().keySet());
    }
    return types;
  }

  @Test
  void variablesAreOfTheirTypesPatterns() {
    everyRule(
        (service, rule) ->
            !rule.kind().equals("var") || patterns(rule).stream().anyMatch(has(variable(rule))));
  }

  private static String variable(Rule rule) {
    return rule.column(0).substring(rule.column(0).lastIndexOf('.') + 1);
  }

  private static Predicate<String> has(String variable) {
    return pattern ->
        pattern.contains("${" + variable + "}") || variable.equals("Id") && pattern.endsWith("*");
  }

  private static List<String> patterns(Rule rule) {
    String type = rule.column(0).substring(0, rule.column(0).lastIndexOf('.'));
    List<String> patterns = new ArrayList<>();
    for (String prefix : CATALOG.prefixes()) {
      for (ResourceType found : CATALOG.service(prefix).resourceTypes().values()) {
        if (type.equals("*") || found.name().equals(type)) {
          patterns.addAll(found.arnPatterns());
        }
      }
    }
    return patterns;
  }

  @Test
  void everyMemberThatARuleReadsIsInOneOfItsOperations() {
    everyRule(
        (service, rule) -> {
          for (String path : paths(rule)) {
            if (operations(service, rule).stream()
                .noneMatch(operation -> MemberPath.of(operation.input(), path) != null)) {
              return false;
            }
          }
          return true;
        });
  }

  private static List<String> paths(Rule rule) {
    List<String> expressions = new ArrayList<>();
    switch (rule.kind()) {
      case "op", "also" -> {
        if (rule.option("named") != null) {
          expressions.add(rule.option("named"));
        }
        if (rule.option("when") != null) {
          for (String term : rule.option("when").split("[&|]")) {
            String path = term.startsWith("!") ? term.substring(1) : term;
            expressions.add(path.replaceAll("[$^]?=.*", ""));
          }
        }
      }
      case "arn", "var", "key" -> expressions.add(rule.column(1));
      case "role" -> expressions.add(rule.column(0).equals("*") ? "-" : rule.column(0));
      case "tags" -> expressions.add(rule.column(0));
      default -> {}
    }
    List<String> paths = new ArrayList<>();
    for (String expression : expressions) {
      for (String term : expression.split("[|+]")) {
        collectPaths(term, paths);
      }
    }
    return paths;
  }

  private static void collectPaths(String term, List<String> paths) {
    if (term.startsWith("'") || term.equals("-") || term.startsWith("@") && !term.contains("{")) {
      return;
    }
    if (term.indexOf('{') < 0) {
      paths.add(withoutFunction(term));
      return;
    }
    for (int open = term.indexOf('{'); open >= 0; open = term.indexOf('{', open + 1)) {
      paths.add(withoutFunction(term.substring(open + 1, term.indexOf('}', open))));
    }
  }

  private static String withoutFunction(String path) {
    int colon = path.indexOf(':');
    return colon < 0 ? path : path.substring(0, colon);
  }

  @Test
  void keysAreOnesOfTheReference() {
    everyRule(
        (service, rule) ->
            !rule.kind().equals("key")
                || CATALOG.service(CATALOG.prefix(service)).conditionKeys().keySet().stream()
                    .anyMatch(rule.column(0)::equalsIgnoreCase));
  }

  @Test
  void whatIsFreeHasAReason() {
    everyRule((service, rule) -> !rule.kind().equals("free") || !rule.column(0).isBlank());
  }

  @Test
  void theBeginningsOfEc2sIdsAreOfItsTypes() {
    Ec2Tagging tagging =
        new Ec2Tagging(
            TestCalls.operation("ec2", "CreateTags"), CATALOG.service("ec2"), type -> null);
    assertThat(CATALOG.service("ec2").resourceTypes().keySet())
        .containsAll(tagging.types().values());
  }
}
