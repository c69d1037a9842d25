package io.nephele.services.dynamodb;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon DynamoDB: binds its operations to the methods that answer them. */
public final class DynamoDbService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public DynamoDbService() {}

  @Override
  public String name() {
    return "dynamodb";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
