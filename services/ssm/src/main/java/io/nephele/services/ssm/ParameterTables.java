package io.nephele.services.ssm;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.worlds.RowTree;
import io.nephele.core.worlds.TableDescription;

/** The tables of parameters, under account, region and name with a slash before it. */
final class ParameterTables {
  private final Table<ParameterHead> heads =
      Table.ofOftenRead("ssm.parameters", ParameterHead.class);
  private final Table<ParameterVersion> versions =
      Table.ofOftenRead("ssm.versions", ParameterVersion.class);

  private final ParameterCounts counts = new ParameterCounts();
  private final Table<SharingPolicy> policies =
      Table.ofOftenRead("ssm.resourcePolicies", SharingPolicy.class);

  /** How the rows are told to people who compare worlds: values may be secrets. */
  static TableDescription describe(String table) {
    return switch (table) {
      case "ssm.parameters" -> TableDescription.of(RecordCodec.of(ParameterHead.class)).key("path");
      case "ssm.versions" ->
          TableDescription.of(
                  RecordCodec.of(ParameterVersion.class),
                  version -> RowTree.of(withoutSecret(version)))
              .key("path", "version");
      case "ssm.settings" ->
          TableDescription.of(RecordCodec.of(ServiceSettings.Setting.class)).key("settingId");
      case "ssm.resourcePolicies" ->
          TableDescription.of(RecordCodec.of(SharingPolicy.class)).key("path", "policyId");
      default -> TableDescription.UNKNOWN;
    };
  }

  private static ParameterVersion withoutSecret(ParameterVersion of) {
    return of.isSecure() ? of.withoutValue() : of;
  }

  /** The parameter of a place, or null. */
  ParameterHead head(Reader reader, Key place) {
    return heads.get(reader, place);
  }

  void put(Transaction transaction, Key place, ParameterHead head) {
    heads.put(transaction, place, head);
  }

  /** That version of a parameter, or null. */
  ParameterVersion version(Reader reader, Key place, long version) {
    return versions.get(reader, place.with(version));
  }

  void put(Transaction transaction, Key place, ParameterVersion version) {
    versions.put(transaction, place.with(version.version()), version);
  }

  void deleteVersion(Transaction transaction, Key place, long version) {
    versions.delete(transaction, place.with(version));
  }

  /** Deletes a parameter with all that belongs to it. */
  void delete(Transaction transaction, Key place) {
    ParameterHead head = heads.get(transaction, place);
    if (head != null) {
      ParameterVersion latest = versions.get(transaction, place.with(head.latest()));
      counts.add(transaction, place, latest.tier(), -1);
    }
    heads.delete(transaction, place);
    versions.deletePrefix(transaction, place);
    policies.deletePrefix(transaction, place);
  }

  /** How many parameters an account has, by their tiers. */
  ParameterCounts counts() {
    return counts;
  }

  /** The policies by which parameters are shared, under their places and ids. */
  Table<SharingPolicy> policies() {
    return policies;
  }

  /**
   * The parameters of an account and region, by path.
   *
   * @param prefix what the paths begin with
   * @param after the path after which to begin, or null
   */
  Table.Rows<ParameterHead> heads(
      Reader reader, String accountId, String region, String prefix, String after) {
    Key parent = Key.of(accountId).with(region);
    KeyRange range = KeyRange.textPrefix(parent, prefix);
    return heads.scan(
        reader, after == null ? range : range.startingAfter(parent.with(after)), Direction.FORWARD);
  }

  /** The versions of a parameter after that one, oldest first. */
  Table.Rows<ParameterVersion> versions(Reader reader, Key place, long after) {
    return versions.scan(
        reader, KeyRange.prefix(place).startingAfter(place.with(after)), Direction.FORWARD);
  }
}
