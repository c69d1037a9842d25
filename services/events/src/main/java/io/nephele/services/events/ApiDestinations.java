package io.nephele.services.events;

import io.nephele.api.events.CreateApiDestinationRequest;
import io.nephele.api.events.CreateApiDestinationResponse;
import io.nephele.api.events.DeleteApiDestinationRequest;
import io.nephele.api.events.DeleteApiDestinationResponse;
import io.nephele.api.events.DescribeApiDestinationRequest;
import io.nephele.api.events.DescribeApiDestinationResponse;
import io.nephele.api.events.ListApiDestinationsRequest;
import io.nephele.api.events.ListApiDestinationsResponse;
import io.nephele.api.events.UpdateApiDestinationRequest;
import io.nephele.api.events.UpdateApiDestinationResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes, describes, changes and removes API destinations. */
final class ApiDestinations {
  private static final int DEFAULT_RATE = 300;
  private static final String ACTIVE = "ACTIVE";

  private final EventsWorld events;
  private final Connections connections;
  private final Table<ApiDestination> destinations =
      Table.of("events.apiDestinations", ApiDestination.class);

  ApiDestinations(EventsWorld events, Connections connections) {
    this.events = events;
    this.connections = connections;
  }

  CreateApiDestinationResponse create(CreateApiDestinationRequest in, Call call) {
    ApiCalls.checkEndpoint(in.invocationEndpoint());
    long now = events.now();
    ApiDestination destination =
        new ApiDestination(
            call.accountId(),
            call.region().name(),
            in.name(),
            events.world().ids().uuid().toString(),
            in.description(),
            in.connectionArn(),
            in.invocationEndpoint(),
            in.httpMethod(),
            in.invocationRateLimitPerSecond() == null
                ? DEFAULT_RATE
                : in.invocationRateLimitPerSecond(),
            now,
            now);
    events.write(
        transaction -> {
          requireConnection(transaction, in.connectionArn());
          if (destinations.contains(transaction, destination.key())) {
            throw EventsErrors.exists("An api-destination", in.name());
          }
          destinations.put(transaction, destination.key(), destination);
          return null;
        });
    return new CreateApiDestinationResponse()
        .apiDestinationArn(destination.arn())
        .apiDestinationState(ACTIVE)
        .creationTime(Instant.ofEpochMilli(now))
        .lastModifiedTime(Instant.ofEpochMilli(now));
  }

  private void requireConnection(Reader reader, String arn) {
    if (connections.find(reader, arn) == null) {
      throw EventsErrors.missing("Connection", arn);
    }
  }

  /** A destination by the part of its ARN after its kind, or null. */
  ApiDestination find(Reader reader, io.nephele.core.arn.Arn arn) {
    String[] parts = arn.resource().split("/");
    return parts.length < 2
        ? null
        : destinations.get(reader, ApiDestination.key(arn.account(), arn.region(), parts[1]));
  }

  private ApiDestination require(Reader reader, String name, Call call) {
    ApiDestination destination =
        destinations.get(reader, ApiDestination.key(call.accountId(), call.region().name(), name));
    if (destination == null) {
      throw new io.nephele.api.events.ResourceNotFoundException(
          "Failed to describe the api-destination(s). An api-destination '"
              + name
              + "' does not exist.");
    }
    return destination;
  }

  DescribeApiDestinationResponse describe(DescribeApiDestinationRequest in, Call call) {
    ApiDestination destination = events.read(reader -> require(reader, in.name(), call));
    return new DescribeApiDestinationResponse()
        .apiDestinationArn(destination.arn())
        .name(destination.name())
        .description(destination.description())
        .apiDestinationState(ACTIVE)
        .connectionArn(destination.connectionArn())
        .invocationEndpoint(destination.endpoint())
        .httpMethod(destination.method())
        .invocationRateLimitPerSecond(destination.rate())
        .creationTime(Instant.ofEpochMilli(destination.createdAt()))
        .lastModifiedTime(Instant.ofEpochMilli(destination.modifiedAt()));
  }

  UpdateApiDestinationResponse update(UpdateApiDestinationRequest in, Call call) {
    if (in.invocationEndpoint() != null) {
      ApiCalls.checkEndpoint(in.invocationEndpoint());
    }
    ApiDestination updated =
        events.write(
            transaction -> {
              ApiDestination before = require(transaction, in.name(), call);
              if (in.connectionArn() != null) {
                requireConnection(transaction, in.connectionArn());
              }
              ApiDestination changed =
                  new ApiDestination(
                      before.accountId(),
                      before.region(),
                      before.name(),
                      before.uuid(),
                      in.description() == null ? before.description() : in.description(),
                      in.connectionArn() == null ? before.connectionArn() : in.connectionArn(),
                      in.invocationEndpoint() == null ? before.endpoint() : in.invocationEndpoint(),
                      in.httpMethod() == null ? before.method() : in.httpMethod(),
                      in.invocationRateLimitPerSecond() == null
                          ? before.rate()
                          : in.invocationRateLimitPerSecond(),
                      before.createdAt(),
                      events.now());
              destinations.put(transaction, changed.key(), changed);
              return changed;
            });
    return new UpdateApiDestinationResponse()
        .apiDestinationArn(updated.arn())
        .apiDestinationState(ACTIVE)
        .creationTime(Instant.ofEpochMilli(updated.createdAt()))
        .lastModifiedTime(Instant.ofEpochMilli(updated.modifiedAt()));
  }

  DeleteApiDestinationResponse delete(DeleteApiDestinationRequest in, Call call) {
    events.write(
        transaction -> {
          destinations.delete(transaction, require(transaction, in.name(), call).key());
          return null;
        });
    return new DeleteApiDestinationResponse();
  }

  ListApiDestinationsResponse list(ListApiDestinationsRequest in, Call call) {
    List<ApiDestination> all =
        events.read(
            reader -> {
              List<ApiDestination> found = new ArrayList<>();
              for (Table.Row<ApiDestination> row :
                  destinations.scan(reader, Key.of(call.accountId()).with(call.region().name()))) {
                ApiDestination each = row.value();
                if ((in.namePrefix() == null || each.name().startsWith(in.namePrefix()))
                    && (in.connectionArn() == null
                        || in.connectionArn().equals(each.connectionArn()))) {
                  found.add(each);
                }
              }
              return found;
            });
    Pages<ApiDestination> pages = Pages.of(all, ApiDestination::name, in.nextToken(), in.limit());
    return new ListApiDestinationsResponse()
        .apiDestinations(
            pages.map(
                each ->
                    new io.nephele.api.events.ApiDestination()
                        .apiDestinationArn(each.arn())
                        .name(each.name())
                        .apiDestinationState(ACTIVE)
                        .connectionArn(each.connectionArn())
                        .invocationEndpoint(each.endpoint())
                        .httpMethod(each.method())
                        .invocationRateLimitPerSecond(each.rate())
                        .creationTime(Instant.ofEpochMilli(each.createdAt()))
                        .lastModifiedTime(Instant.ofEpochMilli(each.modifiedAt()))))
        .nextToken(pages.nextToken());
  }
}
