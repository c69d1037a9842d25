package io.nephele.services.sqs;

import io.nephele.api.sqs.ChangeMessageVisibilityRequest;
import io.nephele.api.sqs.DeleteMessageRequest;
import io.nephele.api.sqs.MessageAttributeValue;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.api.sqs.ReceiveMessageResult;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.SendMessageResult;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on single messages. */
final class Messages {
  private final SqsWorld sqs;
  private final Sending sending;
  private final Receiving receiving;
  private final Handles handles;

  Messages(SqsWorld sqs) {
    this.sqs = sqs;
    this.sending = new Sending(sqs);
    this.receiving = new Receiving(sqs);
    this.handles = new Handles(sqs);
  }

  SendMessageResult send(SendMessageRequest in, Call call) {
    Queue queue = sqs.findForMessages(in.queueUrl(), call, "SendMessage");
    Draft.Request request =
        new Draft.Request(
            in.messageBody(),
            in.delaySeconds(),
            in.messageAttributes(),
            in.messageSystemAttributes(),
            in.messageDeduplicationId(),
            in.messageGroupId(),
            call.origin().traceHeader());
    Draft draft = Draft.of(request, queue, Sending.sender(call), "MessageBody");
    Sending.Sent sent = sending.send(queue, List.of(draft), call).getFirst();
    return new SendMessageResult()
        .messageId(sent.messageId())
        .md5OfMessageBody(draft.md5())
        .md5OfMessageAttributes(draft.md5OfAttributes())
        .md5OfMessageSystemAttributes(draft.md5OfTrace())
        .sequenceNumber(sent.sequenceNumber());
  }

  ReceiveMessageResult receive(ReceiveMessageRequest in, Call call) {
    Queue queue = sqs.findForMessages(in.queueUrl(), call, "ReceiveMessage");
    SystemAttributes systemAttributes = SystemAttributes.requested(in);
    Receiving.Request request = Receiving.Request.of(in, queue);
    List<Received> received = receiving.receive(queue, request, call);
    ReceiveMessageResult result = new ReceiveMessageResult();
    if (received.isEmpty()) {
      return result;
    }
    List<io.nephele.api.sqs.Message> messages = new ArrayList<>(received.size());
    for (Received each : received) {
      messages.add(view(queue, each, systemAttributes, in.messageAttributeNames()));
    }
    return result.messages(messages);
  }

  Unit delete(DeleteMessageRequest in, Call call) {
    Queue queue = sqs.findForMessages(in.queueUrl(), call, "DeleteMessage");
    ReceiptHandle handle = handles.read(queue, in.receiptHandle());
    sqs.write(
        queue,
        (transaction, current) -> {
          handles.delete(transaction, current, handle, in.receiptHandle());
          return null;
        });
    sqs.live(queue).metrics().deleted(1);
    return SqsWorld.done(call);
  }

  Unit changeVisibility(ChangeMessageVisibilityRequest in, Call call) {
    Queue queue = sqs.findForMessages(in.queueUrl(), call, "ChangeMessageVisibility");
    ReceiptHandle handle = handles.read(queue, in.receiptHandle());
    int timeout = Handles.timeout(in.visibilityTimeout(), "VisibilityTimeout");
    sqs.write(
        queue,
        (transaction, current) -> {
          handles.changeVisibility(transaction, current, handle, in.receiptHandle(), timeout);
          return null;
        });
    return SqsWorld.done(call);
  }

  private static io.nephele.api.sqs.Message view(
      Queue queue,
      Received received,
      SystemAttributes systemAttributes,
      List<String> attributeNames) {
    Message message = received.message();
    Map<String, Attribute> attributes =
        MessageAttributes.select(message.attributes(), attributeNames);
    ReceiptHandle handle =
        new ReceiptHandle(queue.id(), received.sequence(), received.receipt().nonce());
    return new io.nephele.api.sqs.Message()
        .messageId(Sending.uuid(message.id()))
        .receiptHandle(handle.text())
        .md5OfBody(MessageDigests.hex(message.md5()))
        .body(message.body().utf8())
        .attributes(systemAttributes.of(queue, received))
        .md5OfMessageAttributes(MessageDigests.md5(attributes))
        .messageAttributes(views(attributes));
  }

  private static Map<String, MessageAttributeValue> views(Map<String, Attribute> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    Map<String, MessageAttributeValue> views = new LinkedHashMap<>();
    attributes.forEach(
        (name, attribute) ->
            views.put(
                name,
                new MessageAttributeValue()
                    .dataType(attribute.dataType())
                    .stringValue(attribute.text())
                    .binaryValue(attribute.binary())));
    return views;
  }
}
