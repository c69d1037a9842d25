// Traces with the X-Ray SDK for Node.js as its documentation shows: the program finds its daemon here.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import AWSXRay from "aws-xray-sdk-core";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const { host } = new URL(process.env.AWS_ENDPOINT_URL);
AWSXRay.setDaemonAddress(`tcp:${host} udp:127.0.0.1:${process.argv[2]}`);
const client = AWSXRay.captureAWSv3Client(new SQSClient({}));
const segment = new AWSXRay.Segment("shop");
const namespace = AWSXRay.getNamespace();
const url = await namespace.runAndReturn(async () => {
  AWSXRay.setSegment(segment);
  segment.addAnnotation("customer", "c-17");
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "traced" }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
  return QueueUrl;
});
segment.close();

// The header that the SDK sent went on with the message.
const received = await new SQSClient({}).send(
  new ReceiveMessageCommand({ QueueUrl: url, MessageSystemAttributeNames: ["AWSTraceHeader"], WaitTimeSeconds: 5 }),
);
const header = received.Messages[0].Attributes.AWSTraceHeader;
assert.ok(header.includes(`Root=${segment.trace_id}`), header);

async function traces() {
  const response = await fetch(`${process.env.AWS_ENDPOINT_URL}/Traces`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ TraceIds: [segment.trace_id] }),
  });
  return (await response.json()).Traces;
}

let found = [];
for (let attempt = 0; attempt < 100 && found.length === 0; attempt++) {
  found = await traces();
  await pause(100);
}
const shop = found[0].Segments.map((each) => JSON.parse(each.Document)).find((each) => each.name === "shop");
assert.equal(shop.annotations.customer, "c-17");
assert.deepEqual(shop.subsegments.map((each) => [each.name, each.namespace, each.aws.operation]), [
  ["SQS", "aws", "CreateQueue"],
  ["SQS", "aws", "SendMessage"],
]);
console.log("all well");
