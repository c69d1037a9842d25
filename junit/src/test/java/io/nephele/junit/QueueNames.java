package io.nephele.junit;

import io.nephele.api.sqs.CreateQueueRequest;
import io.nephele.api.sqs.CreateQueueResult;
import io.nephele.api.sqs.GetQueueAttributesRequest;
import io.nephele.api.sqs.GetQueueAttributesResult;
import io.nephele.api.sqs.ListQueuesRequest;
import io.nephele.api.sqs.ListQueuesResult;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * As little of SQS as shows which world, account and region a client reaches; the real one is in a
 * module above this.
 */
public final class QueueNames implements ServiceModule {
  private static final Table<Created> QUEUES = Table.of("sqs.names", Created.class);

  /** When a queue was made, in milliseconds since 1970. */
  record Created(long at) {}

  /** Made by {@link java.util.ServiceLoader}. */
  public QueueNames() {}

  @Override
  public String name() {
    return "sqs";
  }

  @Override
  public void bind(Bindings on, World world) {
    on.bind(Sqs.CreateQueue, (in, call) -> create(world, in, call));
    on.bind(Sqs.ListQueues, (in, call) -> list(world, in, call));
    on.bind(Sqs.GetQueueAttributes, (in, call) -> attributes(world, in, call));
  }

  private static CreateQueueResult create(World world, CreateQueueRequest in, Call call) {
    Key key = own(call).with(in.queueName());
    world
        .store()
        .write(
            transaction -> {
              QUEUES.put(transaction, key, new Created(world.clock().millis()));
              return null;
            });
    return new CreateQueueResult().queueUrl(url(call, in.queueName()));
  }

  private static Key own(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  private static String url(Call call, String name) {
    return "http://" + call.region().name() + "/" + call.accountId() + "/" + name;
  }

  private static ListQueuesResult list(World world, ListQueuesRequest in, Call call) {
    String prefix = in.queueNamePrefix() == null ? "" : in.queueNamePrefix();
    List<String> urls = new ArrayList<>();
    world
        .store()
        .read(
            reader -> {
              Key own = own(call);
              for (Table.Row<Created> row : QUEUES.scan(reader, own)) {
                String name = row.key().without(own).reader().nextText();
                if (name.startsWith(prefix)) {
                  urls.add(url(call, name));
                }
              }
              return null;
            });
    return new ListQueuesResult().queueUrls(urls);
  }

  private static GetQueueAttributesResult attributes(
      World world, GetQueueAttributesRequest in, Call call) {
    String name = in.queueUrl().substring(in.queueUrl().lastIndexOf('/') + 1);
    Key key = own(call).with(name);
    Created created = world.store().read(reader -> QUEUES.get(reader, key));
    return new GetQueueAttributesResult()
        .attributes(
            Map.of(
                "CreatedTimestamp", "" + created.at() / 1000,
                "LastModifiedTimestamp", "" + world.clock().millis() / 1000));
  }
}
