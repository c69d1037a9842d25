package io.nephele.services.iam;

import io.nephele.api.iam.EvaluationResult;
import io.nephele.api.iam.SimulateCustomPolicyRequest;
import io.nephele.api.iam.SimulatePolicyResponse;
import io.nephele.api.iam.SimulatePrincipalPolicyRequest;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.AccountIds;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.List;

/** The operations that try policies out. */
final class Simulations {
  private final PolicyPrincipals principals;

  Simulations(PolicyPrincipals principals) {
    this.principals = principals;
  }

  SimulatePolicyResponse custom(SimulateCustomPolicyRequest in, Call call) {
    List<String> resources = resources(in.resourceArns());
    checkActions(in.actionNames());
    ResourceHandling.check(in.resourceHandlingOption(), in.actionNames(), resources);
    SimulatedPolicies policies = new SimulatedPolicies();
    policies.addInputs(in.policyInputList());
    policies.setBoundary(in.permissionsBoundaryPolicyInputList());
    policies.setResourcePolicy(in.resourcePolicy());
    if (policies.hasResourcePolicy() && in.callerArn() == null) {
      throw IamErrors.invalidInput(
          "CallerArn must be specified when a resource policy is included in the simulation.");
    }
    SimulatedCaller caller =
        in.callerArn() == null
            ? SimulatedCaller.anyUser(call.partition(), call.accountId())
            : SimulatedCaller.ofArn(in.callerArn());
    Simulation simulation =
        new Simulation(
            caller,
            SimulationContext.of(in.contextEntries(), caller.keys()),
            policies,
            owner(in.resourceOwner(), caller));
    return page(simulation, in.actionNames(), resources, in.marker(), in.maxItems());
  }

  SimulatePolicyResponse principal(SimulatePrincipalPolicyRequest in, Call call) {
    List<String> resources = resources(in.resourceArns());
    checkActions(in.actionNames());
    ResourceHandling.check(in.resourceHandlingOption(), in.actionNames(), resources);
    PolicyPrincipals.Found principal = principals.find(in.policySourceArn(), call);
    SimulatedPolicies policies = new SimulatedPolicies();
    policies.add(principal.sources());
    policies.addInputs(in.policyInputList());
    policies.setBoundary(in.permissionsBoundaryPolicyInputList());
    policies.setResourcePolicy(in.resourcePolicy());
    SimulatedCaller caller =
        in.callerArn() == null
            ? SimulatedCaller.of(principal)
            : SimulatedCaller.ofArn(in.callerArn());
    Simulation simulation =
        new Simulation(
            caller,
            SimulationContext.of(in.contextEntries(), caller.keys()),
            policies,
            owner(in.resourceOwner(), caller));
    return page(simulation, in.actionNames(), resources, in.marker(), in.maxItems());
  }

  private static SimulatePolicyResponse page(
      Simulation simulation,
      List<String> actions,
      List<String> resources,
      String marker,
      Integer maxItems) {
    Pages.Page<String> page;
    try {
      page = Pages.byPosition(actions, marker, maxItems);
    } catch (AwsException e) {
      throw IamErrors.invalidInput("Invalid marker for pagination.");
    }
    List<EvaluationResult> results = new ArrayList<>(page.items().size());
    for (String action : page.items()) {
      results.add(simulation.result(action, resources));
    }
    return new SimulatePolicyResponse()
        .evaluationResults(results)
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private static void checkActions(List<String> actions) {
    for (String action : actions) {
      if (action.indexOf(':') < 0) {
        throw IamErrors.invalidInput("The action is invalid since it is missing names");
      }
    }
  }

  private static List<String> resources(List<String> arns) {
    if (arns == null) {
      return List.of();
    }
    for (String arn : arns) {
      if (!arn.equals("*") && !Arn.isArn(arn)) {
        throw IamErrors.invalidInput("ResourceNames are not in a valid ARN format: " + arn + ".");
      }
    }
    return arns;
  }

  /** The account that owns the resources: the caller's if the request says nothing else. */
  private static String owner(String text, SimulatedCaller caller) {
    if (text == null) {
      return caller.accountId();
    }
    Arn arn = Arn.parse(text);
    if (arn == null || !AccountIds.isAccountId(arn.account())) {
      throw IamErrors.invalidInput("'" + text + "' is not a valid as a Resource Owner.");
    }
    return arn.account();
  }
}
