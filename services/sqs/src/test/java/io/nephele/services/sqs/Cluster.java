package io.nephele.services.sqs;

import io.nephele.api.sqs.CreateQueueRequest;
import io.nephele.api.sqs.DeleteMessageRequest;
import io.nephele.api.sqs.Message;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.ServiceModule;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.embedded.Nephele;
import io.nephele.model.ApiOperation;
import io.nephele.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Several nodes that serve one world, in one process; they are called by their number. */
final class Cluster implements AutoCloseable {
  private static final Region REGION = Regions.find("us-east-1");

  private final List<Nephele> nodes = new ArrayList<>();
  private final List<SharedStore> stores = new ArrayList<>();

  /**
   * Starts nodes.
   *
   * @param opener opens the store that they share, once for each
   * @param more services beside SQS
   */
  Cluster(int size, Supplier<SharedStore> opener, ServiceModule... more) {
    for (int i = 0; i < size; i++) {
      add(opener, more);
    }
  }

  /** Starts a further node. */
  void add(Supplier<SharedStore> opener, ServiceModule... more) {
    List<ServiceModule> services = new ArrayList<>(List.of(more));
    services.add(new SqsService());
    SharedStore store = opener.get();
    stores.add(store);
    nodes.add(Nephele.builder().store(() -> store).services(services).start());
  }

  int size() {
    return nodes.size();
  }

  Nephele node(int number) {
    return nodes.get(number);
  }

  /** Has a node reach neither its store nor, soon, other nodes, as if it were dead. */
  void kill(int number) {
    stores.get(number).cut();
  }

  String createQueue(String name, Map<String, String> attributes) {
    CreateQueueRequest request = new CreateQueueRequest().queueName(name).attributes(attributes);
    return call(0, Sqs.CreateQueue, request).queueUrl();
  }

  void send(int node, String url, String body) {
    call(node, Sqs.SendMessage, new SendMessageRequest().queueUrl(url).messageBody(body));
  }

  void sendFifo(int node, String url, String group, String body) {
    call(
        node,
        Sqs.SendMessage,
        new SendMessageRequest()
            .queueUrl(url)
            .messageBody(body)
            .messageGroupId(group)
            .messageDeduplicationId(group + "-" + body));
  }

  List<Message> receive(int node, String url, int wait, int visibility) {
    List<Message> messages =
        call(
                node,
                Sqs.ReceiveMessage,
                new ReceiveMessageRequest()
                    .queueUrl(url)
                    .maxNumberOfMessages(5)
                    .waitTimeSeconds(wait)
                    .visibilityTimeout(visibility)
                    .messageSystemAttributeNames(List.of("All")))
            .messages();
    return messages == null ? List.of() : messages;
  }

  void delete(int node, String url, Message message) {
    call(
        node,
        Sqs.DeleteMessage,
        new DeleteMessageRequest().queueUrl(url).receiptHandle(message.receiptHandle()));
  }

  <I extends View, O extends View> O call(int node, ApiOperation<I, O> operation, I request) {
    Principal root = Principal.root(REGION.partition(), "000000000000");
    return nodes.get(node).world().call(operation, request, root, REGION);
  }

  @Override
  public void close() {
    nodes.forEach(Nephele::close);
  }
}
