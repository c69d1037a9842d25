package io.nephele.services.dynamodb.access;

import io.nephele.core.World;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Call;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.tables.ResourcePolicies;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableTags;
import java.util.List;
import java.util.Map;

/** What authorisation asks of tables, their indexes and streams. */
public final class ProtectedTables implements ProtectedResources {
  private final World world;
  private final TableCatalog catalog;
  private final TableTags tags;
  private final ResourcePolicies policies;

  /** The tables of that catalog. */
  public ProtectedTables(
      World world, TableCatalog catalog, TableTags tags, ResourcePolicies policies) {
    this.world = world;
    this.catalog = catalog;
    this.tags = tags;
    this.policies = policies;
  }

  /** The policy of a table is that of its indexes too. */
  @Override
  public ResourcePolicy policy(String arn) {
    int index = arn.indexOf("/index/");
    return policies.of(index < 0 ? arn : arn.substring(0, index));
  }

  @Override
  public Map<String, String> tags(String arn) {
    TableAddress address = TableAddress.ofArn(arn);
    return address == null ? Map.of() : world.store().read(reader -> tags.of(reader, address));
  }

  @Override
  public List<String> conditionKey(String key, String arn, Call call, Struct request) {
    boolean leading = key.equals("dynamodb:leadingkeys");
    if (!leading && !key.equals("dynamodb:attributes")) {
      return null;
    }
    TableAddress address = TableAddress.ofArn(arn);
    TableDefinition table = address == null ? null : catalog.find(address);
    if (table == null) {
      return List.of();
    }
    RequestedItems items = new RequestedItems(table, call);
    items.read(call.operation().name(), request);
    return leading ? items.leadingKeys() : items.attributes();
  }
}
