package io.nephele.services.cloudwatch.resources;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.wire.cbor.StoredStructs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The resources of a kind. */
public final class NamedResources implements Taggable {
  private final World world;
  private final String kind;
  private final Table<NamedResource> table;

  /**
   * @param table where they are kept
   * @param kind what their names follow in ARNs, such as {@code metric-stream/}
   */
  public NamedResources(World world, String table, String kind) {
    this.world = world;
    this.kind = kind;
    this.table = Table.ofOftenRead(table, NamedResource.class);
  }

  /** The ARN of one. */
  public String arn(NamedResource resource) {
    return "arn:"
        + resource.partition()
        + ":cloudwatch:"
        + resource.region()
        + ":"
        + resource.accountId()
        + ":"
        + kind
        + resource.name();
  }

  /** The caller's of that name, or null. */
  public NamedResource find(Reader reader, String name, Call call) {
    return find(reader, NamedResource.key(call.accountId(), call.region().name(), name));
  }

  /** The one with that key, or null. */
  public NamedResource find(Reader reader, Key key) {
    return table.get(reader, key);
  }

  /** As the other, of the store as it is. */
  public NamedResource find(String name, Call call) {
    return world.store().read(reader -> find(reader, name, call));
  }

  /** All of an account and region, by name. */
  public List<NamedResource> all(Reader reader, String accountId, String region) {
    List<NamedResource> all = new ArrayList<>();
    for (Table.Row<NamedResource> row : table.scan(reader, Key.of(accountId).with(region))) {
      all.add(row.value());
    }
    return all;
  }

  /** As the other, of the caller and of the store as it is. */
  public List<NamedResource> all(Call call) {
    return world.store().read(reader -> all(reader, call.accountId(), call.region().name()));
  }

  /**
   * Defines one, anew if it is there, which keeps its state and tags.
   *
   * @param request in which it may have tags, that are not kept with it
   * @param state of a new one, or null
   * @param tags of a new one
   */
  public NamedResource define(
      Transaction transaction,
      String name,
      Struct request,
      String state,
      Map<String, String> tags,
      Call call) {
    Struct kept = new Struct(request.shape());
    request.shape().members().forEach(member -> kept.set(member, request.get(member)));
    if (request.shape().member("Tags") != null) {
      kept.set("Tags", null);
    }
    NamedResource known = find(transaction, name, call);
    long now = call.time().toEpochMilli();
    NamedResource resource =
        new NamedResource(
            call.accountId(),
            call.region().name(),
            call.partition(),
            name,
            Bytes.of(StoredStructs.write(kept)),
            known == null ? state : known.state(),
            known == null ? now : known.created(),
            now,
            known == null ? tags : known.tags());
    put(transaction, resource);
    return resource;
  }

  /** Keeps one. */
  public void put(Transaction transaction, NamedResource resource) {
    table.put(transaction, resource.key(), resource);
  }

  /** Deletes one, if it is there. */
  public void delete(Transaction transaction, NamedResource resource) {
    table.delete(transaction, resource.key());
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Map<String, String> tags(Reader reader, String accountId, String region, String name) {
    NamedResource resource = find(reader, NamedResource.key(accountId, region, name));
    return resource == null ? null : resource.tags();
  }

  @Override
  public void setTags(
      Transaction transaction,
      String accountId,
      String region,
      String name,
      Map<String, String> tags) {
    NamedResource resource = find(transaction, NamedResource.key(accountId, region, name));
    put(transaction, resource.withTags(tags));
  }
}
