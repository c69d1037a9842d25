package io.nephele.services.s3.grants;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The instances, locations and grants that there are, and the sessions that were given. */
public final class GrantTable {
  private final Table<GrantsInstance> instances =
      Table.of("s3control.grantsInstances", GrantsInstance.class);
  private final Table<GrantsLocation> locations =
      Table.of("s3control.grantsLocations", GrantsLocation.class);
  private final Table<Grant> grants = Table.of("s3control.grants", Grant.class);
  private final Table<Given> sessions = Table.of("s3control.grantSessions", Given.class);

  /** By which instance a session was given. */
  record Given(String instanceArn) {}

  /** The grants of a world. */
  public GrantTable() {}

  GrantsInstance instance(Reader reader, String accountId, String region) {
    return instances.get(reader, Key.of(accountId).with(region));
  }

  List<GrantsInstance> instances(Reader reader, String accountId) {
    List<GrantsInstance> found = new ArrayList<>();
    for (Table.Row<GrantsInstance> row : instances.scan(reader, Key.of(accountId))) {
      found.add(row.value());
    }
    return found;
  }

  void put(Transaction transaction, GrantsInstance instance) {
    instances.put(transaction, instance.key(), instance);
  }

  void delete(Transaction transaction, GrantsInstance instance) {
    instances.delete(transaction, instance.key());
  }

  GrantsLocation location(Reader reader, GrantsInstance instance, String id) {
    return locations.get(reader, instance.key().with(id));
  }

  void put(Transaction transaction, GrantsInstance instance, GrantsLocation location) {
    locations.put(transaction, instance.key().with(location.id()), location);
  }

  void deleteLocation(Transaction transaction, GrantsInstance instance, String id) {
    locations.delete(transaction, instance.key().with(id));
  }

  /** Some of the locations, in order of their ids. */
  List<GrantsLocation> locations(
      Reader reader,
      GrantsInstance instance,
      String after,
      int most,
      Predicate<GrantsLocation> is) {
    return page(locations.scan(reader, range(instance, after), Direction.FORWARD), most, is);
  }

  Grant grant(Reader reader, GrantsInstance instance, String id) {
    return grants.get(reader, instance.key().with(id));
  }

  void put(Transaction transaction, GrantsInstance instance, Grant grant) {
    grants.put(transaction, instance.key().with(grant.id()), grant);
  }

  void deleteGrant(Transaction transaction, GrantsInstance instance, String id) {
    grants.delete(transaction, instance.key().with(id));
  }

  /** Some of the grants, in order of their ids. */
  List<Grant> grants(
      Reader reader, GrantsInstance instance, String after, int most, Predicate<Grant> is) {
    return page(grants.scan(reader, range(instance, after), Direction.FORWARD), most, is);
  }

  private static KeyRange range(GrantsInstance instance, String after) {
    KeyRange all = KeyRange.prefix(instance.key());
    return after == null ? all : all.startingAfter(instance.key().with(after));
  }

  private static <T> List<T> page(Table.Rows<T> rows, int most, Predicate<T> is) {
    List<T> page = new ArrayList<>();
    while (page.size() < most && rows.hasNext()) {
      T value = rows.next().value();
      if (is.test(value)) {
        page.add(value);
      }
    }
    return page;
  }

  void putSession(Transaction transaction, Key session, String instanceArn) {
    sessions.put(transaction, session, new Given(instanceArn));
  }

  void deleteSession(Transaction transaction, Key session) {
    sessions.delete(transaction, session);
  }

  /** The key of a session's row. */
  static Key session(String accountId, String sessionArn) {
    return Key.of(accountId).with(sessionArn);
  }

  /** The ARN of the instance that gave a session, or null. */
  public String instanceOf(Reader reader, String accountId, String sessionArn) {
    Given given = sessions.get(reader, session(accountId, sessionArn));
    return given == null ? null : given.instanceArn;
  }
}
