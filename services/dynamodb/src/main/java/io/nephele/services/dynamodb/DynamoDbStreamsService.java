package io.nephele.services.dynamodb;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon DynamoDB Streams: binds its operations to the methods that answer them. */
public final class DynamoDbStreamsService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public DynamoDbStreamsService() {}

  @Override
  public String name() {
    return "dynamodbstreams";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
