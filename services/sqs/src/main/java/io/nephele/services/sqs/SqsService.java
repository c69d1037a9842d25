package io.nephele.services.sqs;

import io.nephele.api.sqs.Sqs;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon Simple Queue Service: binds its operations to the methods that answer them. */
public final class SqsService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public SqsService() {}

  @Override
  public String name() {
    return "sqs";
  }

  @Override
  public void bind(Bindings on, World world) {
    SqsWorld sqs = new SqsWorld(world);
    on.protect(new ProtectedQueues(sqs));
    on.describe(new TableDescriptions(sqs.queues())::of);

    Queues queues = new Queues(sqs);
    on.bind(Sqs.CreateQueue, queues::create);
    on.bind(Sqs.DeleteQueue, queues::delete);
    on.bind(Sqs.GetQueueUrl, queues::getUrl);
    on.bind(Sqs.ListQueues, queues::list);
    on.bind(Sqs.ListDeadLetterSourceQueues, queues::listDeadLetterSources);
    on.bind(Sqs.PurgeQueue, queues::purge);

    QueueAttributes attributes = new QueueAttributes(sqs);
    on.bind(Sqs.GetQueueAttributes, attributes::get);
    on.bind(Sqs.SetQueueAttributes, attributes::set);

    QueueTags tags = new QueueTags(sqs);
    on.bind(Sqs.TagQueue, tags::tag);
    on.bind(Sqs.UntagQueue, tags::untag);
    on.bind(Sqs.ListQueueTags, tags::list);

    Permissions permissions = new Permissions(sqs);
    on.bind(Sqs.AddPermission, permissions::add);
    on.bind(Sqs.RemovePermission, permissions::remove);

    Messages messages = new Messages(sqs);
    on.bind(Sqs.SendMessage, messages::send);
    on.bind(Sqs.ReceiveMessage, messages::receive);
    on.bind(Sqs.DeleteMessage, messages::delete);
    on.bind(Sqs.ChangeMessageVisibility, messages::changeVisibility);

    MessageBatches batches = new MessageBatches(sqs);
    on.bind(Sqs.SendMessageBatch, batches::send);
    on.bind(Sqs.DeleteMessageBatch, batches::delete);
    on.bind(Sqs.ChangeMessageVisibilityBatch, batches::changeVisibility);

    MoveTasks tasks = new MoveTasks(sqs);
    on.bind(Sqs.StartMessageMoveTask, tasks::start);
    on.bind(Sqs.ListMessageMoveTasks, tasks::list);
    on.bind(Sqs.CancelMessageMoveTask, tasks::cancel);
  }
}
