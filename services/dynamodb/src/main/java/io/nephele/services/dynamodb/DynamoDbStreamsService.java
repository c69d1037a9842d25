package io.nephele.services.dynamodb;

import io.nephele.api.dynamodbstreams.Dynamodbstreams;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.dynamodb.metrics.FailedCalls;
import io.nephele.services.dynamodb.metrics.TableMetrics;
import io.nephele.services.dynamodb.requests.RequestChecks;
import io.nephele.services.dynamodb.streams.ProtectedStreams;
import io.nephele.services.dynamodb.streams.StreamReads;
import io.nephele.services.dynamodb.streams.Streams;
import io.nephele.services.dynamodb.tables.ResourcePolicies;
import io.nephele.services.dynamodb.tables.TableCatalog;

/** Amazon DynamoDB Streams: binds its operations to the methods that answer them. */
public final class DynamoDbStreamsService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public DynamoDbStreamsService() {}

  @Override
  public String name() {
    return "dynamodbstreams";
  }

  @Override
  public void bind(Bindings on, World world) {
    RequestChecks checks = new RequestChecks();
    TableMetrics metrics = new TableMetrics(world);
    TableCatalog catalog = new TableCatalog(world);
    FailedCalls failures = new FailedCalls(metrics, catalog);
    Streams streams = new Streams(world);
    StreamReads reads = new StreamReads(world, metrics);
    on.protect(new ProtectedStreams(new ResourcePolicies(world, catalog)));
    on.bind(Dynamodbstreams.ListStreams, failures.counted(checks.before(streams::list)));
    on.bind(Dynamodbstreams.DescribeStream, failures.counted(checks.before(streams::describe)));
    on.bind(Dynamodbstreams.GetShardIterator, failures.counted(checks.before(reads::iterator)));
    on.bind(Dynamodbstreams.GetRecords, failures.counted(checks.before(reads::records)));
  }
}
