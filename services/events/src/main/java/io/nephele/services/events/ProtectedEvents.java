package io.nephele.services.events;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.Map;

/** What authorisation asks of buses and rules. */
final class ProtectedEvents implements ProtectedResources {
  private static final String BUS = "event-bus/";
  private static final String RULE = "rule/";
  private static final String SCHEMAS = "schemas.amazonaws.com";

  private final EventsWorld events;

  ProtectedEvents(EventsWorld events) {
    this.events = events;
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Bus bus = bus(Arn.parse(arn));
    if (bus == null || bus.policy() == null) {
      return null;
    }
    return ResourcePolicy.of(
        bus.accountId(),
        AttachedPolicy.of(PolicyDocument.parse(bus.policy(), PolicyKind.RESOURCE)));
  }

  /** Services of AWS tell the default bus of an account what happens in it. */
  @Override
  public AttachedPolicy grants(String action, String arn, Call call, Struct request) {
    Arn parsed = Arn.parse(arn);
    boolean told =
        call.principal().type() == Principal.Type.SERVICE
            && action.equals("events:PutEvents")
            && parsed != null
            && parsed.resource().equals(BUS + Bus.DEFAULT)
            && parsed.account().equals(call.accountId());
    if (told) {
      return Told.POLICY;
    }
    boolean discovers =
        call.principal().type() == Principal.Type.SERVICE
            && call.principal().arn().equals(SCHEMAS)
            && parsed != null
            && parsed.resource().startsWith(RULE)
            && parsed.account().equals(call.accountId());
    return discovers ? Discovered.POLICY : null;
  }

  /** What the schema registry may do with the rules that it makes for its discoverers. */
  private static final class Discovered {
    static final AttachedPolicy POLICY =
        AttachedPolicy.of(
            PolicyDocument.parse(
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                "Action":["events:PutRule","events:DeleteRule","events:EnableRule",
                "events:DisableRule","events:PutTargets","events:RemoveTargets"],
                "Resource":["arn:*:events:*:*:rule/Schemas-*","arn:*:events:*:*:rule/*/Schemas-*"]}]}\
                """,
                PolicyKind.RESOURCE));
  }

  /** Made when first needed. */
  private static final class Told {
    static final AttachedPolicy POLICY =
        AttachedPolicy.of(
            PolicyDocument.parse(
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                "Action":"events:PutEvents","Resource":"*"}]}\
                """,
                PolicyKind.RESOURCE));
  }

  @Override
  public Map<String, String> tags(String arn) {
    Arn parsed = Arn.parse(arn);
    Bus bus = bus(parsed);
    if (bus != null) {
      return bus.tags();
    }
    Rule rule = parsed == null ? null : events.read(reader -> rule(events, reader, parsed));
    return rule == null ? Map.of() : rule.tags();
  }

  private Bus bus(Arn arn) {
    if (arn == null || !arn.resource().startsWith(BUS)) {
      return null;
    }
    EventsWorld.BusName name =
        new EventsWorld.BusName(
            arn.account(), arn.region(), arn.resource().substring(BUS.length()));
    return events.read(reader -> events.bus(reader, name));
  }

  /** The rule of an ARN, or null. */
  static Rule rule(EventsWorld events, io.nephele.core.store.Reader reader, Arn arn) {
    if (!arn.resource().startsWith(RULE)) {
      return null;
    }
    String path = arn.resource().substring(RULE.length());
    int slash = path.lastIndexOf('/');
    String bus = slash < 0 ? Bus.DEFAULT : path.substring(0, slash);
    return events
        .rules()
        .get(reader, Bus.key(arn.account(), arn.region(), bus).with(path.substring(slash + 1)));
  }
}
