package io.nephele.services.dynamodb.global;

import io.nephele.api.dynamodb.CreateGlobalTableInput;
import io.nephele.api.dynamodb.CreateGlobalTableOutput;
import io.nephele.api.dynamodb.DescribeGlobalTableInput;
import io.nephele.api.dynamodb.DescribeGlobalTableOutput;
import io.nephele.api.dynamodb.DescribeGlobalTableSettingsInput;
import io.nephele.api.dynamodb.DescribeGlobalTableSettingsOutput;
import io.nephele.api.dynamodb.GlobalTableNotFoundException;
import io.nephele.api.dynamodb.ListGlobalTablesInput;
import io.nephele.api.dynamodb.ListGlobalTablesOutput;
import io.nephele.api.dynamodb.UpdateGlobalTableInput;
import io.nephele.api.dynamodb.UpdateGlobalTableOutput;
import io.nephele.api.dynamodb.UpdateGlobalTableSettingsInput;
import io.nephele.api.dynamodb.UpdateGlobalTableSettingsOutput;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import java.util.List;

/** Global tables of version 2017.11.29, of which there are none and can be none. */
public final class OlderGlobalTables {
  /** There are none. */
  public OlderGlobalTables() {}

  /** Answers CreateGlobalTable. */
  public CreateGlobalTableOutput create(CreateGlobalTableInput in, Call call) {
    return refuse(
        DynamoErrors.validation(
            "Nephele has no global tables of version 2017.11.29: add replicas with UpdateTable"
                + " (ReplicaUpdates)."));
  }

  /** Answers DescribeGlobalTable. */
  public DescribeGlobalTableOutput describe(DescribeGlobalTableInput in, Call call) {
    return refuse(notFound(in.globalTableName()));
  }

  /** Answers UpdateGlobalTable. */
  public UpdateGlobalTableOutput update(UpdateGlobalTableInput in, Call call) {
    return refuse(notFound(in.globalTableName()));
  }

  /** Answers ListGlobalTables. */
  public ListGlobalTablesOutput list(ListGlobalTablesInput in, Call call) {
    return new ListGlobalTablesOutput().globalTables(List.of());
  }

  /** Answers DescribeGlobalTableSettings. */
  public DescribeGlobalTableSettingsOutput describeSettings(
      DescribeGlobalTableSettingsInput in, Call call) {
    return refuse(notFound(in.globalTableName()));
  }

  /** Answers UpdateGlobalTableSettings. */
  public UpdateGlobalTableSettingsOutput updateSettings(
      UpdateGlobalTableSettingsInput in, Call call) {
    return refuse(notFound(in.globalTableName()));
  }

  private static <T> T refuse(AwsException error) {
    throw error;
  }

  private static AwsException notFound(String name) {
    return new GlobalTableNotFoundException(
        "Global table not found: Global table with name: '" + name + "' does not exist.");
  }
}
