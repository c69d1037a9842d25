package io.nephele.services.iam;

import io.nephele.api.iam.EvaluationResult;
import io.nephele.api.iam.PermissionsBoundaryDecisionDetail;
import io.nephele.api.iam.Position;
import io.nephele.api.iam.ResourceSpecificResult;
import io.nephele.api.iam.Statement;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.Decision.Outcome;
import io.nephele.policy.Effect;
import io.nephele.policy.MatchedStatement;
import io.nephele.policy.PolicyEvaluator;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.PolicySet;
import io.nephele.policy.RequestContext;
import io.nephele.policy.StatementPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides on actions as the enforcement does, and tells how it came to that. */
final class Simulation {
  private final SimulatedCaller caller;
  private final SimulationContext context;
  private final SimulatedPolicies policies;
  private final String resourceAccount;
  private final PolicySet evaluated;
  private final Map<AttachedPolicy, SimulatedPolicy> byAttached;
  private final List<String> missingKeys;

  /**
   * A simulation.
   *
   * @param resourceAccount the account that owns the resources
   */
  Simulation(
      SimulatedCaller caller,
      SimulationContext context,
      SimulatedPolicies policies,
      String resourceAccount) {
    this.caller = caller;
    this.context = context;
    this.policies = policies;
    this.resourceAccount = resourceAccount;
    this.evaluated = policies.forEvaluation();
    this.byAttached = policies.byAttached();
    this.missingKeys = new ArrayList<>();
    policies
        .contextKeys()
        .forEach(
            (lowerCase, name) -> {
              if (context.values(lowerCase).isEmpty()) {
                missingKeys.add(name);
              }
            });
  }

  /** What was decided on one resource. */
  private record Verdict(String resource, Outcome outcome, List<MatchedStatement> matches) {
    String text() {
      return Simulation.text(outcome);
    }
  }

  /** The result of an action on resources; on no resource in particular if there are none. */
  EvaluationResult result(String action, List<String> resources) {
    if (resources.isEmpty()) {
      Verdict verdict = decide(action, "*");
      return new EvaluationResult()
          .evalActionName(action)
          .evalResourceName("*")
          .evalDecision(verdict.text())
          .matchedStatements(statements(List.of(verdict)))
          .missingContextValues(missing(verdict.outcome()))
          .permissionsBoundaryDecisionDetail(boundaryDetail(List.of(verdict)));
    }
    List<Verdict> verdicts = new ArrayList<>(resources.size());
    List<ResourceSpecificResult> specific = new ArrayList<>(resources.size());
    for (String resource : resources) {
      Verdict verdict = decide(action, resource);
      verdicts.add(verdict);
      specific.add(specific(verdict));
    }
    Outcome all = strictest(verdicts);
    return new EvaluationResult()
        .evalActionName(action)
        .evalResourceName(
            resources.size() == 1
                ? resources.getFirst()
                : SimulatedResource.template(action, resources))
        .evalDecision(text(all))
        .matchedStatements(statements(verdicts))
        .missingContextValues(missing(all))
        .permissionsBoundaryDecisionDetail(boundaryDetail(verdicts))
        .evalDecisionDetails(details(verdicts))
        .resourceSpecificResults(specific);
  }

  private ResourceSpecificResult specific(Verdict verdict) {
    List<Verdict> one = List.of(verdict);
    List<Statement> statements = statements(one);
    List<String> missing = missing(verdict.outcome());
    Map<String, String> details = details(one);
    return new ResourceSpecificResult()
        .evalResourceName(verdict.resource())
        .evalResourceDecision(verdict.text())
        .matchedStatements(statements.isEmpty() ? null : statements)
        .missingContextValues(missing.isEmpty() ? null : missing)
        .evalDecisionDetails(details.isEmpty() ? null : details)
        .permissionsBoundaryDecisionDetail(boundaryDetail(one));
  }

  private Verdict decide(String action, String resource) {
    if (!SimulatedResource.suits(action, resource)) {
      return new Verdict(resource, Outcome.IMPLICIT_DENY, List.of());
    }
    RequestContext request =
        RequestContext.of(caller.principal(), action)
            .resource(resource)
            .resourceAccount(resourceAccount)
            .keys(context)
            .build();
    return new Verdict(
        resource,
        PolicyEvaluator.evaluate(request, evaluated).outcome(),
        MatchedStatement.of(request, evaluated, resource));
  }

  /** The statements that made the decisions. */
  private List<Statement> statements(List<Verdict> verdicts) {
    Set<MatchedStatement> seen = new LinkedHashSet<>();
    for (Verdict verdict : verdicts) {
      for (MatchedStatement match : verdict.matches()) {
        boolean decided =
            switch (verdict.outcome()) {
              case ALLOWED -> isAllow(match) && match.kind() != PolicyKind.BOUNDARY;
              case EXPLICIT_DENY -> !isAllow(match);
              case IMPLICIT_DENY -> false;
            };
        if (decided) {
          seen.add(match);
        }
      }
    }
    return seen.stream().map(this::statement).toList();
  }

  private Statement statement(MatchedStatement match) {
    SimulatedPolicy policy = byAttached.get(match.policy());
    StatementPosition at = policy.position(match.statement());
    return new Statement()
        .sourcePolicyId(policy.id())
        .sourcePolicyType(policy.type())
        .startPosition(new Position().line(at.startLine()).column(at.startColumn()))
        .endPosition(new Position().line(at.endLine()).column(at.endColumn()));
  }

  /** What further keys might have allowed what nothing denied. */
  private List<String> missing(Outcome outcome) {
    return outcome == Outcome.IMPLICIT_DENY ? missingKeys : List.of();
  }

  private PermissionsBoundaryDecisionDetail boundaryDetail(List<Verdict> verdicts) {
    if (!policies.hasBoundary()) {
      return null;
    }
    boolean allowed = true;
    for (Verdict verdict : verdicts) {
      allowed &= byKind(verdict, PolicyKind.BOUNDARY) == Outcome.ALLOWED;
    }
    return new PermissionsBoundaryDecisionDetail().allowedByPermissionsBoundary(allowed);
  }

  /** Across accounts, what each kind of policy would decide alone. */
  private Map<String, String> details(List<Verdict> verdicts) {
    Map<String, String> details = new LinkedHashMap<>();
    if (policies.hasResourcePolicy() && !resourceAccount.equals(caller.accountId())) {
      details.put("IAM Policy", text(strictest(verdicts, PolicyKind.IDENTITY)));
      if (policies.hasBoundary()) {
        details.put("Permissions Boundary Policy", text(strictest(verdicts, PolicyKind.BOUNDARY)));
      }
      details.put("Resource Policy", text(strictest(verdicts, PolicyKind.RESOURCE)));
    }
    return details;
  }

  private static Outcome byKind(Verdict verdict, PolicyKind kind) {
    Outcome outcome = Outcome.IMPLICIT_DENY;
    for (MatchedStatement match : verdict.matches()) {
      if (match.kind() == kind) {
        if (!isAllow(match)) {
          return Outcome.EXPLICIT_DENY;
        }
        outcome = Outcome.ALLOWED;
      }
    }
    return outcome;
  }

  private static Outcome strictest(List<Verdict> verdicts, PolicyKind kind) {
    return strictest(
        verdicts.stream()
            .map(verdict -> new Verdict(verdict.resource(), byKind(verdict, kind), List.of()))
            .toList());
  }

  private static Outcome strictest(List<Verdict> verdicts) {
    Outcome strictest = Outcome.ALLOWED;
    for (Verdict verdict : verdicts) {
      if (verdict.outcome() == Outcome.EXPLICIT_DENY) {
        return Outcome.EXPLICIT_DENY;
      }
      if (verdict.outcome() == Outcome.IMPLICIT_DENY) {
        strictest = Outcome.IMPLICIT_DENY;
      }
    }
    return strictest;
  }

  private static boolean isAllow(MatchedStatement match) {
    return match.statement().effect() == Effect.ALLOW;
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case ALLOWED -> "allowed";
      case EXPLICIT_DENY -> "explicitDeny";
      case IMPLICIT_DENY -> "implicitDeny";
    };
  }
}
