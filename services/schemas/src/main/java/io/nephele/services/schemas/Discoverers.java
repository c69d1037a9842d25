package io.nephele.services.schemas;

import io.nephele.api.events.DeleteRuleRequest;
import io.nephele.api.events.DisableRuleRequest;
import io.nephele.api.events.EnableRuleRequest;
import io.nephele.api.events.Events;
import io.nephele.api.events.PutRuleRequest;
import io.nephele.api.events.PutTargetsRequest;
import io.nephele.api.events.RemoveTargetsRequest;
import io.nephele.api.events.Target;
import io.nephele.api.schemas.CreateDiscovererRequest;
import io.nephele.api.schemas.CreateDiscovererResponse;
import io.nephele.api.schemas.DeleteDiscovererRequest;
import io.nephele.api.schemas.DescribeDiscovererRequest;
import io.nephele.api.schemas.DescribeDiscovererResponse;
import io.nephele.api.schemas.DiscovererSummary;
import io.nephele.api.schemas.ListDiscoverersRequest;
import io.nephele.api.schemas.ListDiscoverersResponse;
import io.nephele.api.schemas.StartDiscovererRequest;
import io.nephele.api.schemas.StartDiscovererResponse;
import io.nephele.api.schemas.StopDiscovererRequest;
import io.nephele.api.schemas.StopDiscovererResponse;
import io.nephele.api.schemas.UpdateDiscovererRequest;
import io.nephele.api.schemas.UpdateDiscovererResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Discoverers: each has a rule on its bus, by which EventBridge tells of the events that come,
 * whose schemas are put into the registry of discovered schemas.
 */
final class Discoverers {
  static final String REGISTRY = "discovered-schemas";

  private static final String PRINCIPAL = "schemas.amazonaws.com";
  private static final String BUS = "event-bus/";
  private static final String TARGET = "discoverer";

  private final SchemasWorld schemas;

  Discoverers(SchemasWorld schemas) {
    this.schemas = schemas;
  }

  CreateDiscovererResponse create(CreateDiscovererRequest in, Call call) {
    Arn bus = Arn.parse(in.sourceArn());
    boolean own =
        bus != null
            && bus.service().equals("events")
            && bus.resource().startsWith(BUS)
            && bus.account().equals(call.accountId())
            && bus.region().equals(call.region().name());
    if (!own) {
      throw SchemasErrors.bad("SourceArn is not the ARN of an event bus of this account.");
    }
    Discoverer discoverer =
        new Discoverer(
            call.accountId(),
            call.region().name(),
            "events-event-bus-" + bus.resource().substring(BUS.length()).replace('/', '-'),
            in.sourceArn(),
            in.description(),
            !Boolean.FALSE.equals(in.crossAccount()),
            true,
            SchemasWorld.tags(in.tags()));
    if (schemas.read(reader -> schemas.discoverers().contains(reader, discoverer.key()))) {
      throw SchemasErrors.conflict("Discoverer " + discoverer.id() + " already exists.");
    }
    putRule(discoverer);
    call(
        Events.PutTargets,
        new PutTargetsRequest()
            .eventBusName(discoverer.source())
            .rule(discoverer.rule())
            .targets(List.of(new Target().id(TARGET).arn(discoverer.arn()))),
        discoverer);
    schemas.write(
        transaction -> {
          schemas.discoverers().put(transaction, discoverer.key(), discoverer);
          Registry registry =
              new Registry(
                  discoverer.accountId(),
                  discoverer.region(),
                  REGISTRY,
                  null,
                  null,
                  null,
                  Map.of());
          if (!schemas.registries().contains(transaction, registry.key())) {
            schemas.registries().put(transaction, registry.key(), registry);
          }
          return null;
        });
    return told(discoverer, new CreateDiscovererResponse());
  }

  private void putRule(Discoverer discoverer) {
    Map<String, Object> pattern =
        discoverer.crossAccount()
            ? Map.of("source", List.of(Map.of("prefix", "")))
            : Map.of("account", List.of(discoverer.accountId()));
    call(
        Events.PutRule,
        new PutRuleRequest()
            .name(discoverer.rule())
            .eventBusName(discoverer.source())
            .state(discoverer.started() ? "ENABLED" : "DISABLED")
            .eventPattern(JsonText.write(pattern)),
        discoverer);
  }

  UpdateDiscovererResponse update(UpdateDiscovererRequest in, Call call) {
    Discoverer known = find(in.discovererId(), call);
    Discoverer changed =
        known.with(
            in.description() == null ? known.description() : in.description(),
            in.crossAccount() == null ? known.crossAccount() : in.crossAccount(),
            known.started());
    putRule(changed);
    return told(put(changed), new UpdateDiscovererResponse());
  }

  DescribeDiscovererResponse describe(DescribeDiscovererRequest in, Call call) {
    return told(find(in.discovererId(), call), new DescribeDiscovererResponse());
  }

  ListDiscoverersResponse list(ListDiscoverersRequest in, Call call) {
    List<Discoverer> all =
        schemas.read(
            reader -> {
              List<Discoverer> found = new ArrayList<>();
              for (Table.Row<Discoverer> row :
                  schemas.discoverers().scan(reader, SchemasWorld.region(call))) {
                boolean wanted =
                    (in.discovererIdPrefix() == null
                            || row.value().id().startsWith(in.discovererIdPrefix()))
                        && (in.sourceArnPrefix() == null
                            || row.value().source().startsWith(in.sourceArnPrefix()));
                if (wanted) {
                  found.add(row.value());
                }
              }
              return found;
            });
    Pages<Discoverer> page = Pages.of(all, Discoverer::id, in.nextToken(), in.limit());
    return new ListDiscoverersResponse()
        .discoverers(
            page.items().stream()
                .map(
                    each ->
                        new DiscovererSummary()
                            .discovererArn(each.arn())
                            .discovererId(each.id())
                            .sourceArn(each.source())
                            .state(each.state())
                            .crossAccount(each.crossAccount())
                            .tags(each.tags()))
                .toList())
        .nextToken(page.nextToken());
  }

  StartDiscovererResponse start(StartDiscovererRequest in, Call call) {
    Discoverer known = find(in.discovererId(), call);
    call(
        Events.EnableRule,
        new EnableRuleRequest().eventBusName(known.source()).name(known.rule()),
        known);
    Discoverer started = put(known.with(known.description(), known.crossAccount(), true));
    return new StartDiscovererResponse().discovererId(started.id()).state(started.state());
  }

  StopDiscovererResponse stop(StopDiscovererRequest in, Call call) {
    Discoverer known = find(in.discovererId(), call);
    call(
        Events.DisableRule,
        new DisableRuleRequest().eventBusName(known.source()).name(known.rule()),
        known);
    Discoverer stopped = put(known.with(known.description(), known.crossAccount(), false));
    return new StopDiscovererResponse().discovererId(stopped.id()).state(stopped.state());
  }

  Unit delete(DeleteDiscovererRequest in, Call call) {
    Discoverer known = find(in.discovererId(), call);
    try {
      call(
          Events.RemoveTargets,
          new RemoveTargetsRequest()
              .eventBusName(known.source())
              .rule(known.rule())
              .ids(List.of(TARGET)),
          known);
      call(
          Events.DeleteRule,
          new DeleteRuleRequest().eventBusName(known.source()).name(known.rule()),
          known);
    } catch (AwsException e) {
      // A rule, or a bus, that somebody deleted by force needs no deletion.
      if (!e.code().equals("ResourceNotFoundException")) {
        throw e;
      }
    }
    schemas.write(
        transaction -> {
          schemas.discoverers().delete(transaction, known.key());
          return null;
        });
    return Registries.nothing(call);
  }

  private Discoverer find(String id, Call call) {
    return schemas.read(reader -> find(reader, id, call));
  }

  private Discoverer find(Reader reader, String id, Call call) {
    Discoverer known = schemas.discoverers().get(reader, SchemasWorld.region(call).with(id));
    if (known == null) {
      throw SchemasErrors.missing("Discoverer with id " + id);
    }
    return known;
  }

  private Discoverer put(Discoverer changed) {
    return schemas.write(
        transaction -> {
          schemas.discoverers().put(transaction, changed.key(), changed);
          return changed;
        });
  }

  /** Calls EventBridge for a discoverer. */
  private <I extends View, O extends View> void call(
      ApiOperation<I, O> operation, I request, Discoverer discoverer) {
    schemas
        .world()
        .call(
            operation,
            request,
            Principal.service(PRINCIPAL, discoverer.accountId()),
            Regions.find(discoverer.region()),
            Origin.service(PRINCIPAL, discoverer.arn()));
  }

  private static <V extends View> V told(Discoverer discoverer, V answer) {
    answer
        .struct()
        .set("Description", discoverer.description())
        .set("DiscovererArn", discoverer.arn())
        .set("DiscovererId", discoverer.id())
        .set("SourceArn", discoverer.source())
        .set("State", discoverer.state())
        .set("CrossAccount", discoverer.crossAccount())
        .set("Tags", discoverer.tags());
    return answer;
  }
}
