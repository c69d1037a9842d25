// Users, roles and temporary credentials in the AWS SDK for JavaScript v3, asserting what AWS does.
import assert from "node:assert/strict";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  EntityAlreadyExistsException,
  GetRoleCommand,
  IAMClient,
  ListUsersCommand,
  NoSuchEntityException,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateQueueCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

const root = new IAMClient({});
const { QueueUrl } = await new SQSClient({}).send(new CreateQueueCommand({ QueueName: "orders" }));

const { User } = await root.send(new CreateUserCommand({ UserName: "ada", Tags: [{ Key: "team", Value: "blue" }] }));
assert.ok(User.CreateDate instanceof Date);
await assert.rejects(root.send(new CreateUserCommand({ UserName: "ada" })), EntityAlreadyExistsException);
await assert.rejects(root.send(new GetRoleCommand({ RoleName: "nobody" })), (e) => {
  assert.ok(e instanceof NoSuchEntityException);
  assert.equal(e.name, "NoSuchEntityException");
  assert.equal(e.message, "The role with name nobody cannot be found.");
  assert.equal(e.$metadata.httpStatusCode, 404);
  return true;
});
const { AccessKey } = await root.send(new CreateAccessKeyCommand({ UserName: "ada" }));
const ada = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };

const { Role } = await root.send(
  new CreateRoleCommand({
    RoleName: "sender",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: User.Arn }, Action: ["sts:AssumeRole", "sts:TagSession"] }],
    }),
  }),
);
await root.send(
  new PutRolePolicyCommand({
    RoleName: "sender",
    PolicyName: "send",
    PolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sqs:SendMessage",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalTag/job": "nightly" } },
        },
      ],
    }),
  }),
);

const assumed = (params) =>
  fromTemporaryCredentials({ masterCredentials: ada, params: { RoleArn: Role.Arn, ...params } });
const nightly = assumed({
  RoleSessionName: "js",
  DurationSeconds: 900,
  Tags: [{ Key: "job", Value: "nightly" }],
});
const session = await nightly();
assert.match(session.accessKeyId, /^ASIA/);
assert.ok(session.expiration > new Date(Date.now() + 800_000) && session.expiration < new Date(Date.now() + 1_000_000));

const { Arn } = await new STSClient({ credentials: nightly }).send(new GetCallerIdentityCommand({}));
assert.equal(Arn, "arn:aws:sts::000000000000:assumed-role/sender/js");
const sqs = new SQSClient({ credentials: nightly });
await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));

// Names of errors as the SDK reads them: of a query API, and of SQS, which is JSON now.
const denied = (client, command, name, message) =>
  assert.rejects(client.send(command), (e) => {
    assert.equal(e.name, name);
    assert.equal(e.message.split("\n")[0], message);
    assert.equal(e.$fault, "client");
    assert.equal(e.$metadata.httpStatusCode, 403);
    return true;
  });
await denied(
  sqs,
  new PurgeQueueCommand({ QueueUrl }),
  "AccessDenied",
  `User: ${Arn} is not authorized to perform: sqs:purgequeue on resource: arn:aws:sqs:us-east-1:000000000000:orders because no identity-based policy allows the sqs:purgequeue action`,
);
await denied(
  new IAMClient({ credentials: nightly }),
  new ListUsersCommand({}),
  "AccessDenied",
  `User: ${Arn} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::000000000000:user/ because no identity-based policy allows the iam:ListUsers action`,
);
await denied(
  new SQSClient({ credentials: assumed({ RoleSessionName: "js" }) }),
  new SendMessageCommand({ QueueUrl, MessageBody: "without its tag" }),
  "AccessDenied",
  `User: ${Arn} is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:000000000000:orders because no identity-based policy allows the sqs:sendmessage action`,
);
await denied(
  new STSClient({ credentials: { ...session, sessionToken: session.sessionToken.replace(/^./, (c) => (c === "A" ? "B" : "A")) } }),
  new GetCallerIdentityCommand({}),
  "InvalidClientTokenId",
  "The security token included in the request is invalid.",
);
await denied(
  new STSClient({ credentials: { ...ada, secretAccessKey: "guessed" } }),
  new GetCallerIdentityCommand({}),
  "SignatureDoesNotMatch",
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
);

await root.send(new DeleteAccessKeyCommand({ UserName: "ada", AccessKeyId: ada.accessKeyId }));
await denied(
  new STSClient({ credentials: ada }),
  new GetCallerIdentityCommand({}),
  "InvalidClientTokenId",
  "The security token included in the request is invalid.",
);
console.log("all well");
