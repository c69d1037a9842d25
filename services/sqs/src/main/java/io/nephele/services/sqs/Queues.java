package io.nephele.services.sqs;

import static io.nephele.api.sqs.QueueAttributeName.FIFO_QUEUE;

import io.nephele.api.sqs.CreateQueueRequest;
import io.nephele.api.sqs.CreateQueueResult;
import io.nephele.api.sqs.DeleteQueueRequest;
import io.nephele.api.sqs.GetQueueUrlRequest;
import io.nephele.api.sqs.GetQueueUrlResult;
import io.nephele.api.sqs.ListDeadLetterSourceQueuesRequest;
import io.nephele.api.sqs.ListDeadLetterSourceQueuesResult;
import io.nephele.api.sqs.ListQueuesRequest;
import io.nephele.api.sqs.ListQueuesResult;
import io.nephele.api.sqs.PurgeQueueInProgress;
import io.nephele.api.sqs.PurgeQueueRequest;
import io.nephele.api.sqs.QueueDeletedRecently;
import io.nephele.api.sqs.QueueNameExists;
import io.nephele.core.call.Call;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The operations on queues as wholes. */
final class Queues {
  private static final int MAX_NAME_LENGTH = 80;
  private static final long PURGE_MILLIS = 60_000;

  private final SqsWorld sqs;

  Queues(SqsWorld sqs) {
    this.sqs = sqs;
  }

  /** Makes a queue, or finds the one of that name if what is said of it is so. */
  CreateQueueResult create(CreateQueueRequest in, Call call) {
    Map<String, String> attributes = in.attributes() == null ? Map.of() : in.attributes();
    Map<String, String> tags = in.tags() == null ? Map.of() : in.tags();
    checkName(in.queueName(), attributes.get(FIFO_QUEUE));
    QueueAddress address = new QueueAddress(call.accountId(), call.region(), in.queueName());
    sqs.world()
        .store()
        .write(
            address.lock(),
            transaction -> {
              create(transaction, address, attributes, tags);
              return null;
            });
    return new CreateQueueResult().queueUrl(address.url(call.origin()));
  }

  private void create(
      Transaction transaction,
      QueueAddress address,
      Map<String, String> attributes,
      Map<String, String> tags) {
    long now = sqs.now();
    Queue blank = Queue.blank(address, now);
    Queue asked = AttributeRules.apply(blank, attributes);
    Queue known = sqs.queues().find(transaction, address);
    if (known != null) {
      checkSame(known, asked, attributes);
      if (!known.tags().entrySet().containsAll(tags.entrySet())) {
        sqs.queues().put(transaction, known.withTags(QueueTags.merge(known, tags)));
      }
      return;
    }
    if (sqs.queues().isNameBlocked(transaction, address, now)) {
      throw new QueueDeletedRecently(
          "You must wait 60 seconds after deleting a queue before you can create another with the"
              + " same name.");
    }
    QueueAttributes.checkDeadLetterQueue(sqs, transaction, asked);
    sqs.queues().unblockName(transaction, address);
    long id = sqs.queues().nextId(transaction, address.accountId());
    sqs.queues().put(transaction, asked.withId(id).withTags(QueueTags.merge(blank, tags)));
  }

  Unit delete(DeleteQueueRequest in, Call call) {
    Queue queue = sqs.findOwn(in.queueUrl(), call);
    sqs.write(
        queue,
        (transaction, current) -> {
          sqs.queues().delete(transaction, current, sqs.now());
          clear(transaction, current);
          sqs.deduplications().clear(transaction, current);
          sqs.moveTasks().clear(transaction, current);
          transaction.afterCommit(() -> sqs.forget(current));
          return null;
        });
    return SqsWorld.done(call);
  }

  GetQueueUrlResult getUrl(GetQueueUrlRequest in, Call call) {
    String name = in.queueName();
    if (name == null || name.isEmpty()) {
      throw SqsErrors.invalidParameter(
          "Value for parameter QueueName is invalid. Reason: Must specify a queue name.");
    }
    String owner = in.queueOwnerAWSAccountId();
    QueueAddress address =
        new QueueAddress(owner == null ? call.accountId() : owner, call.region(), name);
    sqs.find(address);
    return new GetQueueUrlResult().queueUrl(address.url(call.origin()));
  }

  ListQueuesResult list(ListQueuesRequest in, Call call) {
    String prefix = in.queueNamePrefix() == null ? "" : in.queueNamePrefix();
    UrlPage page =
        page(call.accountId(), call, prefix, in.maxResults(), in.nextToken(), queue -> true);
    return new ListQueuesResult()
        .queueUrls(BatchEntries.orNull(page.urls))
        .nextToken(page.nextToken);
  }

  ListDeadLetterSourceQueuesResult listDeadLetterSources(
      ListDeadLetterSourceQueuesRequest in, Call call) {
    Queue target = sqs.find(in.queueUrl(), call);
    String arn = target.arn();
    UrlPage page =
        page(
            target.accountId(),
            call,
            "",
            in.maxResults(),
            in.nextToken(),
            queue -> queue.redrive() != null && queue.redrive().target().equals(arn));
    return new ListDeadLetterSourceQueuesResult().queueUrls(page.urls).nextToken(page.nextToken);
  }

  Unit purge(PurgeQueueRequest in, Call call) {
    Queue queue = sqs.find(in.queueUrl(), call);
    sqs.write(
        queue,
        (transaction, current) -> {
          long now = sqs.now();
          if (now < current.purgedAt() + PURGE_MILLIS) {
            throw new PurgeQueueInProgress(
                "Only one PurgeQueue operation on "
                    + current.name()
                    + " is allowed every 60 seconds.");
          }
          clear(transaction, current);
          sqs.queues().put(transaction, current.purgedAt(now));
          return null;
        });
    return SqsWorld.done(call);
  }

  private void clear(Transaction transaction, Queue queue) {
    sqs.backlog(queue).clear(transaction, queue);
    sqs.attempts().clear(transaction, queue);
  }

  private static void checkName(String name, String fifo) {
    if (name == null) {
      throw SqsErrors.missingParameter("QueueName");
    }
    if (name.isEmpty()) {
      throw SqsErrors.invalidParameter("Queue name cannot be empty");
    }
    boolean short80 = name.length() <= MAX_NAME_LENGTH;
    if ("true".equals(fifo)) {
      boolean valid =
          short80
              && Queue.isFifo(name)
              && Texts.isName(name.substring(0, name.length() - ".fifo".length()), MAX_NAME_LENGTH);
      if (!valid) {
        throw SqsErrors.invalidParameter(
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
                + " underscores, must end with .fifo suffix and be 1 to 80 in length.");
      }
    } else if (fifo != null) {
      throw SqsErrors.unknownAttribute(FIFO_QUEUE);
    } else if (!Texts.isName(name, MAX_NAME_LENGTH)) {
      throw SqsErrors.invalidParameter(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
  }

  private static void checkSame(Queue known, Queue asked, Map<String, String> attributes) {
    for (String name : attributes.keySet()) {
      String has = known.attribute(name);
      if (!String.valueOf(has).equals(String.valueOf(asked.attribute(name)))) {
        throw new QueueNameExists(
            "A queue already exists with the same name and a different value for attribute "
                + name);
      }
    }
  }

  private record UrlPage(List<String> urls, String nextToken) {}

  /** A page of the URLs of queues that pass the filter, in order of their names. */
  private UrlPage page(
      String accountId,
      Call call,
      String prefix,
      Integer maxResults,
      String token,
      Predicate<Queue> filter) {
    if (maxResults != null && (maxResults < 1 || maxResults > 1000)) {
      throw SqsErrors.invalidParameter(
          "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between"
              + " 1 and 1000.");
    }
    int max = maxResults == null ? 1000 : maxResults;
    String after = token == null ? null : PageTokens.read(token);
    return sqs.read(
        reader -> {
          List<String> urls = new ArrayList<>();
          String last = null;
          for (Table.Row<Queue> row :
              sqs.queues().list(reader, accountId, call.region().name(), prefix, after)) {
            Queue queue = row.value();
            if (!filter.test(queue)) {
              continue;
            }
            if (urls.size() == max) {
              // Without MaxResults there are at most 1,000 and no token.
              return new UrlPage(urls, maxResults == null ? null : PageTokens.write(last));
            }
            urls.add(queue.address().url(call.origin()));
            last = queue.name();
          }
          return new UrlPage(urls, null);
        });
  }
}
