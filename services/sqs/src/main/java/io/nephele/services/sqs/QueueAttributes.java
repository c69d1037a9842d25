package io.nephele.services.sqs;

import static io.nephele.api.sqs.QueueAttributeName.ALL;
import static io.nephele.api.sqs.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static io.nephele.api.sqs.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED;
import static io.nephele.api.sqs.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
import static io.nephele.api.sqs.QueueAttributeName.REDRIVE_ALLOW_POLICY;

import io.nephele.api.sqs.GetQueueAttributesRequest;
import io.nephele.api.sqs.GetQueueAttributesResult;
import io.nephele.api.sqs.QueueAttributeName;
import io.nephele.api.sqs.SetQueueAttributesRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.time.Waiters;
import io.nephele.model.Unit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations on attributes of queues. */
final class QueueAttributes {
  private static final List<String> NAMES =
      List.of(
          QueueAttributeName.QUEUE_ARN,
          APPROXIMATE_NUMBER_OF_MESSAGES,
          APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
          APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
          QueueAttributeName.CREATED_TIMESTAMP,
          QueueAttributeName.LAST_MODIFIED_TIMESTAMP,
          QueueAttributeName.VISIBILITY_TIMEOUT,
          QueueAttributeName.MAXIMUM_MESSAGE_SIZE,
          QueueAttributeName.MESSAGE_RETENTION_PERIOD,
          QueueAttributeName.DELAY_SECONDS,
          QueueAttributeName.POLICY,
          QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
          QueueAttributeName.REDRIVE_POLICY,
          QueueAttributeName.FIFO_QUEUE,
          QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
          QueueAttributeName.DEDUPLICATION_SCOPE,
          QueueAttributeName.FIFO_THROUGHPUT_LIMIT,
          QueueAttributeName.KMS_MASTER_KEY_ID,
          QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS,
          REDRIVE_ALLOW_POLICY,
          QueueAttributeName.SQS_MANAGED_SSE_ENABLED);

  private final SqsWorld sqs;

  QueueAttributes(SqsWorld sqs) {
    this.sqs = sqs;
  }

  GetQueueAttributesResult get(GetQueueAttributesRequest in, Call call) {
    Queue queue = sqs.find(in.queueUrl(), call);
    Set<String> names = new LinkedHashSet<>();
    for (String name : in.attributeNames() == null ? List.<String>of() : in.attributeNames()) {
      if (name.equals(ALL)) {
        names.addAll(NAMES);
      } else if (NAMES.contains(name)) {
        names.add(name);
      } else {
        throw SqsErrors.unknownAttribute(name);
      }
    }
    Counts counts = null;
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : names) {
      boolean counted = name.startsWith("Approximate");
      counts = counted && counts == null ? count(queue) : counts;
      String value = counted ? count(name, counts) : queue.attribute(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return new GetQueueAttributesResult().attributes(values.isEmpty() ? null : values);
  }

  Unit set(SetQueueAttributesRequest in, Call call) {
    Queue queue = sqs.findOwn(in.queueUrl(), call);
    if (in.attributes() == null || in.attributes().isEmpty()) {
      throw SqsErrors.missingParameter("Attribute.Name");
    }
    sqs.write(
        queue,
        (transaction, current) -> {
          Queue changed = AttributeRules.apply(current, in.attributes());
          if (in.attributes().containsKey(QueueAttributeName.REDRIVE_POLICY)) {
            checkDeadLetterQueue(sqs, transaction, changed);
          }
          sqs.queues().put(transaction, changed.changedAt(sqs.now()));
          // Messages of a FIFO queue may be due earlier now.
          Waiters pollers = sqs.live(transaction, current).pollers();
          transaction.afterCommit(pollers::wakeAll);
          return null;
        });
    return SqsWorld.done(call);
  }

  /** Checks that the queue's dead-letter queue, if it has one, is there, fits and lets it. */
  static void checkDeadLetterQueue(SqsWorld sqs, Reader reader, Queue queue) {
    RedrivePolicy policy = queue.redrive();
    if (policy == null) {
      return;
    }
    QueueAddress target = QueueAddress.ofArn(policy.target());
    if (!target.accountId().equals(queue.accountId())) {
      throw policy.invalid("Dead-letter target owner should be same as the source.");
    }
    if (!target.region().name().equals(queue.region())) {
      throw policy.invalid("Dead-letter target must be in the same region as the source.");
    }
    if (Queue.isFifo(target.name()) != queue.isFifo()) {
      throw policy.invalid("Dead-letter queue must be same type of queue as the source.");
    }
    Queue deadLetters = sqs.queues().find(reader, target);
    if (deadLetters == null) {
      throw policy.invalid("Dead letter target does not exist.");
    }
    String allow = deadLetters.attributes().get(REDRIVE_ALLOW_POLICY);
    if (allow != null && !RedriveAllowPolicy.parse(allow).allows(queue.arn())) {
      throw policy.invalid(
          "The redrive allow policy of the dead-letter queue does not allow this queue to use it.");
    }
  }

  /** Whether queues have an attribute of that name. */
  static boolean isAttribute(String name) {
    return NAMES.contains(name);
  }

  private Counts count(Queue queue) {
    sqs.expire(queue);
    return sqs.read(reader -> sqs.backlog(queue).count(reader, queue, sqs.now()));
  }

  private static String count(String name, Counts counts) {
    return String.valueOf(
        switch (name) {
          case APPROXIMATE_NUMBER_OF_MESSAGES -> counts.visible();
          case APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED -> counts.delayed();
          default -> counts.inFlight();
        });
  }
}
