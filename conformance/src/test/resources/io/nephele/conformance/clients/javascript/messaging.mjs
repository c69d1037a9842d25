// Uses SNS, Kinesis, Lambda and EventBridge through the AWS SDK for JavaScript v3, asserting what AWS does. The SDK speaks HTTP/2 to Kinesis unless told otherwise.
import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException as NoSuchRule,
  DescribeRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordsCommand,
  ResourceNotFoundException as NoSuchStream,
  paginateListStreams,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException as NoSuchFunction,
  InvokeWithResponseStreamCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreateTopicCommand, NotFoundException, PublishBatchCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";

const sqs = new SQSClient({});

/** A queue that a service may send to. */
async function queue(name, service) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sqs:SendMessage", Resource: Attributes.QueueArn };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return { url: QueueUrl, arn: Attributes.QueueArn };
}

async function received({ url }) {
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 5, MessageAttributeNames: ["All"] }),
  );
  return Messages;
}

// SNS: messages as they are, with binary attributes.
const sns = new SNSClient({});
const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "javascript" }));
const raw = await queue("raw", "sns.amazonaws.com");
await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: raw.arn, Attributes: { RawMessageDelivery: "true" } }));
await sns.send(
  new PublishCommand({
    TopicArn,
    Message: "hello",
    MessageAttributes: { blob: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) } },
  }),
);
const [message] = await received(raw);
assert.equal(message.Body, "hello");
assert.deepEqual([...message.MessageAttributes.blob.BinaryValue], [0, 255]);
const batch = await sns.send(
  new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [{ Id: "good", Message: "x" }, { Id: "bad", Message: "" }] }),
);
assert.deepEqual([batch.Successful[0].Id, batch.Failed[0].Id], ["good", "bad"]);
await assert.rejects(sns.send(new PublishCommand({ TopicArn: TopicArn + "-not", Message: "x" })), NotFoundException);

// Kinesis.
const kinesis = new KinesisClient({});
const StreamName = "javascript";
await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
await waitUntilStreamExists({ client: kinesis, maxWaitTime: 20, minDelay: 1 }, { StreamName });
const Records = [1, 2, 3].map((i) => ({ Data: new Uint8Array([i, 255]), PartitionKey: `${i}` }));
const put = await kinesis.send(new PutRecordsCommand({ StreamName, Records }));
assert.equal(put.FailedRecordCount, 0);
const { ShardIterator } = await kinesis.send(
  new GetShardIteratorCommand({
    StreamName,
    ShardId: put.Records[0].ShardId,
    ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
    StartingSequenceNumber: put.Records[0].SequenceNumber,
  }),
);
const read = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
assert.deepEqual(read.Records.map((r) => [...r.Data]), [[2, 255], [3, 255]]);
assert.ok(read.Records[0].ApproximateArrivalTimestamp instanceof Date);
await assert.rejects(kinesis.send(new PutRecordsCommand({ StreamName: "none", Records })), NoSuchStream);
const names = [];
for await (const page of paginateListStreams({ client: kinesis, pageSize: 1 }, {})) names.push(...page.StreamNames);
assert.deepEqual(names, [StreamName]);

// EventBridge.
const events = new EventBridgeClient({});
const seen = await queue("seen", "events.amazonaws.com");
await events.send(new CreateEventBusCommand({ Name: "javascript" }));
const rule = { Rule: "orders", EventBusName: "javascript" };
await events.send(new PutRuleCommand({ Name: "orders", EventBusName: "javascript", EventPattern: JSON.stringify({ source: [{ prefix: "shop." }] }) }));
const targets = await events.send(new PutTargetsCommand({ ...rule, Targets: [{ Id: "queue", Arn: seen.arn, InputPath: "$.detail" }] }));
assert.equal(targets.FailedEntryCount, 0);
const entry = { Source: "shop.orders", DetailType: "order", EventBusName: "javascript", Time: new Date(), Detail: '{"n":1}' };
const told = await events.send(new PutEventsCommand({ Entries: [entry, { ...entry, Detail: "no JSON" }] }));
assert.equal(told.FailedEntryCount, 1);
assert.equal(told.Entries[1].ErrorCode, "MalformedDetail");
assert.equal((await received(seen))[0].Body, '{"n":1}');
await assert.rejects(events.send(new DescribeRuleCommand({ Name: "none", EventBusName: "javascript" })), NoSuchRule);

// Lambda: a function in the Node that runs this, from an archive of one file that is not compressed.
function archive(name, text) {
  const [path, data] = [Buffer.from(name), Buffer.from(text)];
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(10, 0);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(data.length, 18);
  fields.writeUInt16LE(path.length, 22);
  const file = Buffer.concat([Buffer.from("PK\x03\x04"), fields, path, data]);
  const listed = Buffer.concat([Buffer.from("PK\x01\x02\x0a\x00"), fields, Buffer.alloc(14), path]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(file.length, 16);
  return Buffer.concat([file, listed, end]);
}

const CODE = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write("hello ");
  stream.write(event.name);
  stream.end();
});
export const plain = async (event) => {
  if (!event.name) throw new TypeError("nobody");
  return { hello: event.name };
};
`;
const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }] };
const { Role } = await new IAMClient({}).send(
  new CreateRoleCommand({ RoleName: "javascript", AssumeRolePolicyDocument: JSON.stringify(trust) }),
);
const lambda = new LambdaClient({});
for (const name of ["handler", "plain"]) {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: `nodejs${process.versions.node.split(".")[0]}.x`,
      Role: Role.Arn,
      Handler: `index.${name}`,
      Code: { ZipFile: archive("index.mjs", CODE) },
      Timeout: 20,
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20, minDelay: 1 }, { FunctionName: name });
}
const Payload = JSON.stringify({ name: "Ada" });
const answer = await lambda.send(new InvokeCommand({ FunctionName: "plain", Payload }));
assert.deepEqual(JSON.parse(answer.Payload.transformToString()), { hello: "Ada" });
const failed = await lambda.send(new InvokeCommand({ FunctionName: "plain", Payload: "{}" }));
assert.equal(failed.FunctionError, "Unhandled");
assert.equal(JSON.parse(failed.Payload.transformToString()).errorMessage, "nobody");
const streamed = await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: "handler", Payload }));
let text = "";
let complete = false;
for await (const event of streamed.EventStream) {
  text += event.PayloadChunk ? Buffer.from(event.PayloadChunk.Payload).toString() : "";
  complete ||= event.InvokeComplete !== undefined;
}
assert.equal(text, "hello Ada");
assert.ok(complete);
await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: "none" })), NoSuchFunction);
console.log("all well");
