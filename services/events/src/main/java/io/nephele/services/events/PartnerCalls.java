package io.nephele.services.events;

import io.nephele.api.events.ActivateEventSourceRequest;
import io.nephele.api.events.CreatePartnerEventSourceRequest;
import io.nephele.api.events.CreatePartnerEventSourceResponse;
import io.nephele.api.events.DeactivateEventSourceRequest;
import io.nephele.api.events.DeletePartnerEventSourceRequest;
import io.nephele.api.events.DescribeEventSourceRequest;
import io.nephele.api.events.DescribeEventSourceResponse;
import io.nephele.api.events.DescribePartnerEventSourceRequest;
import io.nephele.api.events.DescribePartnerEventSourceResponse;
import io.nephele.api.events.EventSource;
import io.nephele.api.events.ListEventSourcesRequest;
import io.nephele.api.events.ListEventSourcesResponse;
import io.nephele.api.events.ListPartnerEventSourceAccountsRequest;
import io.nephele.api.events.ListPartnerEventSourceAccountsResponse;
import io.nephele.api.events.ListPartnerEventSourcesRequest;
import io.nephele.api.events.ListPartnerEventSourcesResponse;
import io.nephele.api.events.PartnerEventSource;
import io.nephele.api.events.PartnerEventSourceAccount;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import java.time.Instant;
import java.util.List;

/** What partners and their customers do with partner event sources, but putting events. */
final class PartnerCalls {
  private final EventsWorld events;
  private final PartnerSources sources;

  PartnerCalls(EventsWorld events, PartnerSources sources) {
    this.events = events;
    this.sources = sources;
  }

  CreatePartnerEventSourceResponse create(CreatePartnerEventSourceRequest in, Call call) {
    PartnerSource source =
        events.write(transaction -> sources.offer(transaction, in.name(), in.account(), call));
    return new CreatePartnerEventSourceResponse().eventSourceArn(source.arn());
  }

  Unit delete(DeletePartnerEventSourceRequest in, Call call) {
    events.write(
        transaction -> {
          PartnerSource source =
              sources.find(transaction, in.account(), call.region().name(), in.name());
          if (source != null && source.partner().equals(call.accountId())) {
            sources.withdraw(transaction, source);
          }
          return null;
        });
    return EventsWorld.nothing(call);
  }

  DescribePartnerEventSourceResponse describePartner(
      DescribePartnerEventSourceRequest in, Call call) {
    PartnerSource source = offered(in.name(), call).getFirst();
    return new DescribePartnerEventSourceResponse().arn(source.arn()).name(source.name());
  }

  /** To whom the caller offers a source; its error if to nobody. */
  private List<PartnerSource> offered(String name, Call call) {
    List<PartnerSource> found = events.read(reader -> sources.offeredAs(reader, name, call));
    if (found.isEmpty()) {
      throw EventsErrors.missing("Event source", name);
    }
    return found;
  }

  ListPartnerEventSourcesResponse listPartner(ListPartnerEventSourcesRequest in, Call call) {
    List<String> names =
        events.read(reader -> sources.offered(reader, in.namePrefix(), call)).stream()
            .map(PartnerSource::name)
            .distinct()
            .toList();
    Pages<String> pages = Pages.of(names, name -> name, in.nextToken(), in.limit());
    return new ListPartnerEventSourcesResponse()
        .partnerEventSources(
            pages.map(
                name -> new PartnerEventSource().arn(PartnerSources.arn(name, call)).name(name)))
        .nextToken(pages.nextToken());
  }

  ListPartnerEventSourceAccountsResponse listAccounts(
      ListPartnerEventSourceAccountsRequest in, Call call) {
    Pages<PartnerSource> pages =
        Pages.of(
            offered(in.eventSourceName(), call),
            PartnerSource::customer,
            in.nextToken(),
            in.limit());
    return new ListPartnerEventSourceAccountsResponse()
        .partnerEventSourceAccounts(
            pages.map(
                source ->
                    new PartnerEventSourceAccount()
                        .account(source.customer())
                        .creationTime(Instant.ofEpochMilli(source.createdAt()))
                        .expirationTime(time(source.expiresAt()))
                        .state(source.state())))
        .nextToken(pages.nextToken());
  }

  private static Instant time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  DescribeEventSourceResponse describe(DescribeEventSourceRequest in, Call call) {
    PartnerSource source = events.read(reader -> sources.require(reader, in.name(), call));
    return new DescribeEventSourceResponse()
        .arn(source.arn())
        .name(source.name())
        .createdBy(source.createdBy())
        .creationTime(Instant.ofEpochMilli(source.createdAt()))
        .expirationTime(time(source.expiresAt()))
        .state(source.state());
  }

  ListEventSourcesResponse list(ListEventSourcesRequest in, Call call) {
    List<PartnerSource> all = events.read(reader -> sources.of(reader, in.namePrefix(), call));
    Pages<PartnerSource> pages = Pages.of(all, PartnerSource::name, in.nextToken(), in.limit());
    return new ListEventSourcesResponse()
        .eventSources(
            pages.map(
                source ->
                    new EventSource()
                        .arn(source.arn())
                        .name(source.name())
                        .createdBy(source.createdBy())
                        .creationTime(Instant.ofEpochMilli(source.createdAt()))
                        .expirationTime(time(source.expiresAt()))
                        .state(source.state())))
        .nextToken(pages.nextToken());
  }

  Unit activate(ActivateEventSourceRequest in, Call call) {
    events.write(
        transaction -> {
          sources.resume(transaction, sources.require(transaction, in.name(), call));
          return null;
        });
    return EventsWorld.nothing(call);
  }

  Unit deactivate(DeactivateEventSourceRequest in, Call call) {
    events.write(
        transaction -> {
          sources.pause(transaction, sources.require(transaction, in.name(), call));
          return null;
        });
    return EventsWorld.nothing(call);
  }
}
