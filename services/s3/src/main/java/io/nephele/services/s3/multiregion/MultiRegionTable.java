package io.nephele.services.s3.multiregion;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.s3.accesspoints.AccessPoint;
import java.util.ArrayList;
import java.util.List;

/** The multi-region access points that there are, and what was asked for. */
public final class MultiRegionTable {
  private final Table<MultiRegionPoint> points =
      Table.ofOftenRead("s3.multiRegionPoints", MultiRegionPoint.class);
  private final Table<Owner> aliases = Table.ofOftenRead("s3.multiRegionAliases", Owner.class);
  private final Table<AsyncRequest> requests =
      Table.of("s3control.asyncRequests", AsyncRequest.class);
  private final Table<Token> clientTokens = Table.of("s3control.asyncTokens", Token.class);

  /** Whose an alias is. */
  record Owner(String accountId, String name) {}

  /** The request that was made with a client's token. */
  record Token(String token) {}

  /** The points of a world. */
  public MultiRegionTable() {}

  MultiRegionPoint get(Reader reader, String accountId, String name) {
    return points.get(reader, Key.of(accountId).with(name));
  }

  MultiRegionPoint ofAlias(Reader reader, String alias) {
    Owner owner = aliases.get(reader, Key.of(alias));
    return owner == null ? null : get(reader, owner.accountId, owner.name);
  }

  /**
   * The access point that a request from a region meets by an alias; null if there is none that is
   * ready.
   */
  public AccessPoint named(Reader reader, String alias, String region) {
    MultiRegionPoint point = ofAlias(reader, alias);
    return point == null || point.status().equals(MultiRegionPoint.CREATING)
        ? null
        : point.from(region);
  }

  /** The ARN of the point of that name; null if there is none. */
  public String arn(Reader reader, String accountId, String name, String partition) {
    MultiRegionPoint point = get(reader, accountId, name);
    return point == null
        ? null
        : "arn:" + partition + ":s3::" + accountId + ":accesspoint/" + point.alias();
  }

  List<MultiRegionPoint> list(Reader reader, String accountId) {
    List<MultiRegionPoint> all = new ArrayList<>();
    for (Table.Row<MultiRegionPoint> row : points.scan(reader, Key.of(accountId))) {
      all.add(row.value());
    }
    return all;
  }

  void put(Transaction transaction, MultiRegionPoint point) {
    points.put(transaction, point.key(), point);
    aliases.put(transaction, Key.of(point.alias()), new Owner(point.accountId(), point.name()));
  }

  void delete(Transaction transaction, MultiRegionPoint point) {
    points.delete(transaction, point.key());
    aliases.delete(transaction, Key.of(point.alias()));
  }

  AsyncRequest request(Reader reader, Key key) {
    return requests.get(reader, key);
  }

  AsyncRequest ofClientToken(Reader reader, String accountId, String clientToken) {
    Token token = clientTokens.get(reader, Key.of(accountId).with(clientToken));
    return token == null ? null : request(reader, Key.of(accountId).with(token.token));
  }

  void put(Transaction transaction, AsyncRequest request) {
    requests.put(transaction, request.key(), request);
  }

  void putClientToken(Transaction transaction, AsyncRequest request, String clientToken) {
    clientTokens.put(
        transaction, Key.of(request.accountId()).with(clientToken), new Token(request.token()));
  }
}
