package io.nephele.services.sns;

import io.nephele.api.sns.NotFoundException;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.sns.Platform.Application;
import io.nephele.services.sns.Platform.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** Where platform applications and their endpoints are. */
final class PlatformTable {
  private final Table<Application> applications =
      Table.of("sns.platformApplications", Application.class);
  private final Table<Endpoint> endpoints = Table.of("sns.platformEndpoints", Endpoint.class);

  /** Ids of endpoints. Keys are an application's and the token. */
  private final Table<Id> byToken = Table.of("sns.platformTokens", Id.class);

  record Id(String id) {}

  Application application(Reader reader, PlatformArns arn) {
    return applications.get(reader, arn.application());
  }

  Application require(Reader reader, PlatformArns arn) {
    Application found = application(reader, arn);
    if (found == null) {
      throw new NotFoundException("PlatformApplication does not exist");
    }
    return found;
  }

  void put(Transaction transaction, PlatformArns arn, Application application) {
    applications.put(transaction, arn.application(), application);
  }

  void delete(Transaction transaction, PlatformArns arn) {
    applications.delete(transaction, arn.application());
    endpoints.deletePrefix(transaction, arn.application());
    byToken.deletePrefix(transaction, arn.application());
  }

  Endpoint endpoint(Reader reader, PlatformArns arn) {
    return endpoints.get(reader, arn.endpoint());
  }

  Endpoint ofToken(Reader reader, PlatformArns application, String token) {
    Id id = byToken.get(reader, application.application().with(token));
    return id == null ? null : endpoint(reader, application.withEndpoint(id.id));
  }

  /** Writes an endpoint in place of what it was before, which may be null. */
  void put(Transaction transaction, PlatformArns arn, Endpoint before, Endpoint now) {
    if (before != null && !before.token().equals(now.token())) {
      byToken.delete(transaction, arn.application().with(before.token()));
    }
    byToken.put(transaction, arn.application().with(now.token()), new Id(arn.endpointId()));
    endpoints.put(transaction, arn.endpoint(), now);
  }

  void delete(Transaction transaction, PlatformArns arn, Endpoint endpoint) {
    byToken.delete(transaction, arn.application().with(endpoint.token()));
    endpoints.delete(transaction, arn.endpoint());
  }

  /** The applications of an account in a region after an ARN, which may be null. */
  List<Application> applications(
      Reader reader, String account, String region, String after, int max) {
    Key place = Key.of(account).with(region);
    KeyRange range = KeyRange.prefix(place);
    PlatformArns last = after == null ? null : PlatformArns.find(after);
    range = last == null ? range : range.startingAfter(last.application());
    return take(applications.scan(reader, range, Direction.FORWARD), max);
  }

  /** The endpoints of an application after an ARN, which may be null. */
  List<Endpoint> endpoints(Reader reader, PlatformArns application, String after, int max) {
    KeyRange range = KeyRange.prefix(application.application());
    PlatformArns last = after == null ? null : PlatformArns.find(after);
    range =
        last == null || last.endpointId() == null ? range : range.startingAfter(last.endpoint());
    return take(endpoints.scan(reader, range, Direction.FORWARD), max);
  }

  private static <V> List<V> take(Table.Rows<V> rows, int max) {
    List<V> found = new ArrayList<>();
    for (Table.Row<V> row : rows) {
      found.add(row.value());
      if (found.size() == max) {
        break;
      }
    }
    return found;
  }
}
