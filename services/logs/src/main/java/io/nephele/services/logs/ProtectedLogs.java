package io.nephele.services.logs;

import io.nephele.api.logs.Logs;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.services.logs.deliveries.DeliveryTables;
import io.nephele.services.logs.filters.Destinations;
import io.nephele.services.logs.groups.ResourcePolicies;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.Map;

/** What authorisation asks of groups and destinations. */
final class ProtectedLogs implements ProtectedResources {
  private static final String GROUP = "log-group:";

  private final LogsWorld logs;
  private final ResourcePolicies policies;
  private final Destinations destinations;
  private final DeliveryTables deliveries;

  ProtectedLogs(
      LogsWorld logs,
      ResourcePolicies policies,
      Destinations destinations,
      DeliveryTables deliveries) {
    this.logs = logs;
    this.policies = policies;
    this.destinations = destinations;
    this.deliveries = deliveries;
  }

  @Override
  public ResourcePolicy policy(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null) {
      return null;
    }
    if (destinations.has(text) || deliveries.has(text)) {
      Map.Entry<String, String> policy =
          destinations.has(text) ? destinations.policy(text) : deliveries.policy(text);
      return policy == null
          ? null
          : ResourcePolicy.of(
              policy.getKey(),
              new AttachedPolicy(
                  PolicyDocument.parse(policy.getValue(), PolicyKind.RESOURCE), text));
    }
    if (!arn.resource().startsWith(GROUP)) {
      return null;
    }
    int end = arn.resource().indexOf(':', GROUP.length());
    String resource = end < 0 ? arn.resource() : arn.resource().substring(0, end);
    String group =
        new Arn(arn.partition(), arn.service(), arn.region(), arn.account(), resource).toString();
    PolicyDocument document =
        logs.read(reader -> policies.of(reader, arn.account(), arn.region(), group));
    return document == null
        ? null
        : ResourcePolicy.of(arn.account(), new AttachedPolicy(document, text));
  }

  @Override
  public Map<String, String> tags(String arn) {
    Group group = logs.read(reader -> logs.ofArn(reader, arn));
    return group == null ? Map.of() : group.tags();
  }

  /** Destinations are in their groups' region, whoever may use them. */
  @Override
  public AwsException refusal(Call call, Struct request) {
    if (!call.operation().name().equals(Logs.PutSubscriptionFilter.name())) {
      return null;
    }
    String text = Logs.PutSubscriptionFilter.input(request).destinationArn();
    Arn arn = Arn.parse(text);
    return arn != null && destinations.has(text) && !arn.region().equals(call.region().name())
        ? LogsErrors.invalid("The destination must be in the region of the log group: " + text)
        : null;
  }
}
