// Credentials from an ID token in a file, with the AWS SDK for JavaScript v3. The other tokens are in the folder of the argument.
import assert from "node:assert/strict";
import { join } from "node:path";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromTokenFile } from "@aws-sdk/credential-providers";

const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
assert.equal(Arn, "arn:aws:sts::000000000000:assumed-role/deploy/job", "the default provider reads the environment");

const credentials = fromTokenFile({ roleSessionName: "told" });
const sqs = new SQSClient({ credentials });
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "from-javascript" }));
assert.ok(QueueUrl.endsWith("/from-javascript"));
await assert.rejects(sqs.send(new ListQueuesCommand({})), (e) => {
  assert.match(e.message, /^User: arn:aws:sts::000000000000:assumed-role\/deploy\/told is not authorized/);
  return true;
});

const refused = (file, name, message) =>
  assert.rejects(fromTokenFile({ webIdentityTokenFile: join(process.argv[2], file) })(), (e) => {
    assert.equal(e.name, name);
    assert.match(e.message, message);
    return true;
  });
await refused("other-subject", "AccessDenied", /^Not authorized to perform sts:AssumeRoleWithWebIdentity$/);
await refused("other-audience", "InvalidIdentityTokenException", /^Incorrect token audience$/);
await refused("forged", "InvalidIdentityTokenException", /signature/);
console.log("all well");
