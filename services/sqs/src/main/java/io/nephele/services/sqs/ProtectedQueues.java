package io.nephele.services.sqs;

import io.nephele.api.sqs.Sqs;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Call;
import io.nephele.model.Struct;
import java.util.List;
import java.util.Map;

/** What authorisation asks of queues. */
final class ProtectedQueues implements ProtectedResources {
  private final SqsWorld sqs;

  ProtectedQueues(SqsWorld sqs) {
    this.sqs = sqs;
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Queue queue = find(arn);
    return queue == null ? null : queue.policy();
  }

  @Override
  public Map<String, String> tags(String arn) {
    Queue queue = find(arn);
    return queue == null ? Map.of() : queue.tags();
  }

  /** Which queue a message move task takes messages from is in its handle. */
  @Override
  public List<String> arns(String type, Call call, Struct request) {
    if (!call.operation().name().equals(Sqs.CancelMessageMoveTask.name())) {
      return null;
    }
    String text = Sqs.CancelMessageMoveTask.input(request).taskHandle();
    MoveTaskHandle handle = text == null ? null : MoveTaskHandle.parse(text);
    return handle == null ? null : List.of(handle.sourceArn());
  }

  private Queue find(String arn) {
    QueueAddress address = sqs.addresses().ofArn(arn);
    return address == null ? null : sqs.read(reader -> sqs.queues().find(reader, address));
  }
}
