package io.nephele.services.sns;

import io.nephele.api.sqs.SendMessageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Delivers messages of standard topics.
 *
 * <p>Queues get a message while its publisher waits, without a row or a timer of ours: when the
 * publisher is told that the message is published, every queue has it. If the process ends before,
 * nobody was told so, and a publisher who tries again may give some queues the message twice, as
 * standard topics may. What a queue does not take for now, and what goes to all other endpoints, is
 * written to the outbox in one transaction before the publisher is answered. So nothing that was
 * acknowledged is lost, and a message to a queue costs one write of the store, as one that is sent
 * to the queue itself.
 */
final class Fanout {
  /** From so many queues on they are served side by side. */
  private static final int MANY = 4;

  private static final int MOST_AT_ONCE = 16;

  private final SnsWorld sns;
  private final Deliverer deliverer;
  private final Outbox outbox;
  private final Inboxes inboxes;

  Fanout(SnsWorld sns, Deliverer deliverer, Outbox outbox, Inboxes inboxes) {
    this.sns = sns;
    this.deliverer = deliverer;
    this.outbox = outbox;
    this.inboxes = inboxes;
  }

  /** A delivery to a queue: what is sent, or why it cannot be. */
  private static final class ToQueue {
    final Target target;
    final SendMessageRequest request;
    final String trace;
    DeliveryFailure failure;
    RuntimeException broken;

    ToQueue(Target target, SendMessageRequest request, String trace, DeliveryFailure failure) {
      this.target = target;
      this.request = request;
      this.trace = trace;
      this.failure = failure;
    }
  }

  /** Delivers a message, or sees to it that it is delivered. */
  void publish(LiveTopic topic, Notification message) {
    List<ToQueue> toQueues = new ArrayList<>();
    List<Target> others = new ArrayList<>();
    Filtering filtering = new Filtering(message);
    Envelope envelope = deliverer.envelope(message);
    List<Target> targets = topic.targets();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      if (!filtering.wants(target, topic.metrics())) {
        continue;
      }
      if (target.isQueue()) {
        toQueues.add(toQueue(target, message, envelope));
      } else {
        others.add(target);
      }
    }
    sendAll(toQueues);
    List<Target> later = new ArrayList<>();
    for (ToQueue each : toQueues) {
      if (each.broken != null) {
        throw each.broken;
      }
      if (each.failure == null) {
        deliverer.delivered(topic, each.target, message);
      } else if (each.failure.passing() || !gaveUp(topic, each, message)) {
        later.add(each.target);
      }
    }
    if (!others.isEmpty() || !later.isEmpty()) {
      write(topic, message, others, later);
    }
  }

  private ToQueue toQueue(Target target, Notification message, Envelope envelope) {
    try {
      SendMessageRequest request = deliverer.queues().request(target, message, envelope);
      return new ToQueue(target, request, message.trace(), null);
    } catch (DeliveryFailure e) {
      return new ToQueue(target, null, null, e);
    }
  }

  private boolean gaveUp(LiveTopic topic, ToQueue each, Notification message) {
    try {
      deliverer.giveUp(topic, each.target, message, each.failure);
      return true;
    } catch (DeliveryFailure e) {
      return false;
    }
  }

  private void write(
      LiveTopic topic, Notification message, List<Target> others, List<Target> later) {
    sns.signer().prepare();
    sns.world()
        .store()
        .write(
            transaction -> {
              for (Target target : others) {
                if (Inboxes.isLocal(target)) {
                  inboxes.store(transaction, target, message);
                } else {
                  outbox.add(transaction, topic, target, message);
                }
              }
              for (Target target : later) {
                outbox.addFailed(transaction, target, message);
              }
              return null;
            });
    for (Target target : others) {
      if (Inboxes.isLocal(target)) {
        deliverer.delivered(topic, target, message);
      }
    }
  }

  private void sendAll(List<ToQueue> all) {
    if (all.size() < MANY) {
      for (ToQueue each : all) {
        send(each);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < all.size(); i = next.getAndIncrement()) {
            send(all.get(i));
          }
        };
    int helpers = Math.min(all.size(), MOST_AT_ONCE) - 1;
    CountDownLatch done = new CountDownLatch(helpers);
    for (int i = 0; i < helpers; i++) {
      Thread.ofVirtual()
          .name("sns fan-out")
          .start(
              () -> {
                try {
                  work.run();
                } finally {
                  done.countDown();
                }
              });
    }
    work.run();
    await(done);
  }

  /** Waits for the others even if the publisher has gone: what has begun is going to end. */
  private static void await(CountDownLatch done) {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(ToQueue each) {
    if (each.request == null) {
      return;
    }
    try {
      deliverer.queues().send(each.target.topic(), each.request, each.target.region(), each.trace);
    } catch (DeliveryFailure e) {
      each.failure = e;
    } catch (RuntimeException e) {
      each.broken = e;
    }
  }
}
