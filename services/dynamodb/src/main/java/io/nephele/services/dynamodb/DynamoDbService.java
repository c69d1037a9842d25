package io.nephele.services.dynamodb;

import io.nephele.api.dynamodb.Dynamodb;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Handler;
import io.nephele.model.ApiOperation;
import io.nephele.model.View;
import io.nephele.services.dynamodb.requests.RequestChecks;
import io.nephele.services.dynamodb.tables.TableCreation;
import io.nephele.services.dynamodb.tables.Tables;

/** Amazon DynamoDB: binds its operations to the methods that answer them. */
public final class DynamoDbService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public DynamoDbService() {}

  @Override
  public String name() {
    return "dynamodb";
  }

  @Override
  public void bind(Bindings on, World world) {
    DynamoDbWorld dynamo = new DynamoDbWorld(world);
    Binder binder = new Binder(on, new RequestChecks());

    TableCreation creation = dynamo.creation();
    Tables tables = dynamo.tables();
    binder.bind(Dynamodb.CreateTable, creation::create);
    binder.bind(Dynamodb.DescribeTable, tables::describe);
    binder.bind(Dynamodb.ListTables, tables::list);
    binder.bind(Dynamodb.DeleteTable, tables::delete);
    binder.bind(Dynamodb.UpdateTable, dynamo.updates()::update);
    binder.bind(Dynamodb.DescribeLimits, tables::limits);
    binder.bind(Dynamodb.DescribeEndpoints, tables::endpoints);
    binder.bind(Dynamodb.TagResource, dynamo.tags()::tag);
    binder.bind(Dynamodb.UntagResource, dynamo.tags()::untag);
    binder.bind(Dynamodb.ListTagsOfResource, dynamo.tags()::list);
    binder.bind(Dynamodb.PutResourcePolicy, dynamo.policies()::put);
    binder.bind(Dynamodb.GetResourcePolicy, dynamo.policies()::get);
    binder.bind(Dynamodb.DeleteResourcePolicy, dynamo.policies()::delete);
  }

  /** Binds handlers that only see requests within the bounds of the model. */
  private record Binder(Bindings on, RequestChecks checks) {
    <I extends View, O extends View> void bind(
        ApiOperation<I, O> operation, Handler<I, O> handler) {
      on.bind(operation, checks.before(handler));
    }
  }
}
