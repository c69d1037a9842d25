package io.nephele.services.dynamodb.global;

import io.nephele.api.dynamodb.DescribeTableReplicaAutoScalingInput;
import io.nephele.api.dynamodb.DescribeTableReplicaAutoScalingOutput;
import io.nephele.api.dynamodb.ReplicaAutoScalingDescription;
import io.nephele.api.dynamodb.TableAutoScalingDescription;
import io.nephele.api.dynamodb.UpdateTableReplicaAutoScalingInput;
import io.nephele.api.dynamodb.UpdateTableReplicaAutoScalingOutput;
import io.nephele.core.call.Call;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableDescriptions;
import java.util.ArrayList;
import java.util.List;

/** How the replicas of global tables scale: they do not. */
public final class ReplicaAutoScaling {
  private final TableCatalog catalog;

  /** That of that catalog's tables. */
  public ReplicaAutoScaling(TableCatalog catalog) {
    this.catalog = catalog;
  }

  /** Answers DescribeTableReplicaAutoScaling: replicas without any setting. */
  public DescribeTableReplicaAutoScalingOutput describe(
      DescribeTableReplicaAutoScalingInput in, Call call) {
    TableDefinition table = catalog.require(in.tableName(), call);
    List<ReplicaAutoScalingDescription> replicas = new ArrayList<>();
    if (!table.row().replicas().isEmpty()) {
      replicas.add(replica(table.row().region()));
      table.row().replicas().forEach(region -> replicas.add(replica(region)));
    }
    return new DescribeTableReplicaAutoScalingOutput()
        .tableAutoScalingDescription(
            new TableAutoScalingDescription()
                .tableName(table.name())
                .tableStatus(TableDescriptions.ACTIVE)
                .replicas(replicas));
  }

  private static ReplicaAutoScalingDescription replica(String region) {
    return new ReplicaAutoScalingDescription()
        .regionName(region)
        .replicaStatus(TableDescriptions.ACTIVE);
  }

  /** Answers UpdateTableReplicaAutoScaling. */
  public UpdateTableReplicaAutoScalingOutput update(
      UpdateTableReplicaAutoScalingInput in, Call call) {
    catalog.require(in.tableName(), call);
    throw DynamoErrors.validation("Nephele's replicas have no auto scaling to set.");
  }
}
