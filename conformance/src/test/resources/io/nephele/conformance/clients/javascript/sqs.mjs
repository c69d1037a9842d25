// Uses SQS through the AWS SDK for JavaScript v3, asserting what AWS does. The SDK sends requests to the queue URL's host and checks MD5s itself.
import assert from "node:assert/strict";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  QueueDoesNotExist,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  paginateListQueues,
} from "@aws-sdk/client-sqs";

const client = new SQSClient({});
const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "javascript" }));

await client.send(
  new SendMessageCommand({
    QueueUrl,
    MessageBody: "hello",
    MessageAttributes: { blob: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) } },
  }),
);
const first = await client.send(
  new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"], WaitTimeSeconds: 5 }),
);
assert.equal(first.Messages[0].Body, "hello");
assert.deepEqual([...first.Messages[0].MessageAttributes.blob.BinaryValue], [0, 255]);

const batch = await client.send(
  new SendMessageBatchCommand({
    QueueUrl,
    Entries: [
      { Id: "good", MessageBody: "x" },
      { Id: "bad", MessageBody: "x", DelaySeconds: 901 },
    ],
  }),
);
assert.equal(batch.Successful[0].Id, "good");
assert.equal(batch.Failed[0].Id, "bad");
assert.equal(batch.Failed[0].SenderFault, true);

const deleted = await client.send(
  new DeleteMessageBatchCommand({
    QueueUrl,
    Entries: [{ Id: "a", ReceiptHandle: first.Messages[0].ReceiptHandle }],
  }),
);
assert.equal(deleted.Successful.length, 1);

const { Attributes } = await client.send(
  new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
);
assert.equal(Attributes.ApproximateNumberOfMessages, "1");
assert.equal(Attributes.VisibilityTimeout, "30");

await assert.rejects(client.send(new GetQueueUrlCommand({ QueueName: "nope" })), QueueDoesNotExist);

let listed = 0;
for await (const page of paginateListQueues({ client, pageSize: 1 }, {})) listed += page.QueueUrls?.length ?? 0;
assert.equal(listed, 1);
console.log("all well");
