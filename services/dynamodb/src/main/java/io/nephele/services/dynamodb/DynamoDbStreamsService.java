package io.nephele.services.dynamodb;

import io.nephele.api.dynamodbstreams.Dynamodbstreams;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.dynamodb.metrics.TableMetrics;
import io.nephele.services.dynamodb.requests.RequestChecks;
import io.nephele.services.dynamodb.streams.StreamReads;
import io.nephele.services.dynamodb.streams.Streams;

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
    Streams streams = new Streams(world);
    StreamReads reads = new StreamReads(world, new TableMetrics(world));
    on.bind(Dynamodbstreams.ListStreams, checks.before(streams::list));
    on.bind(Dynamodbstreams.DescribeStream, checks.before(streams::describe));
    on.bind(Dynamodbstreams.GetShardIterator, checks.before(reads::iterator));
    on.bind(Dynamodbstreams.GetRecords, checks.before(reads::records));
  }
}
