"""Uses Lambda through boto3, asserting what AWS does: its functions run in the interpreter that runs this."""
import base64
import io
import json
import sys
import time
import zipfile

import boto3
from botocore.exceptions import ClientError

iam, sqs, functions, logs = (boto3.client(name) for name in ("iam", "sqs", "lambda", "logs"))
RUNTIME = "python%d.%d" % sys.version_info[:2]
CODE = """
import json, os

def handler(event, context):
    print("got", json.dumps(event))
    if event.get("fail"):
        raise ValueError("no " + event["fail"])
    return {"hello": event.get("name"), "stage": os.environ["STAGE"], "version": context.function_version, "id": context.aws_request_id}

def worker(event, context):
    failures = []
    for record in event["Records"]:
        print("worked on", json.loads(record["body"])["n"], "of", record["eventSourceARN"])
        if json.loads(record["body"])["n"] == 3 and record["attributes"]["ApproximateReceiveCount"] == "1":
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
"""


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e.response
        return e.response["Error"]["Message"]
    raise AssertionError("not refused: " + code)


archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as file:
    info = zipfile.ZipInfo("app.py")
    info.external_attr = 0o644 << 16  # Else only its owner may read it, which the function is not.
    file.writestr(info, CODE)
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName="functions", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
for policy in ("AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole"):
    iam.attach_role_policy(RoleName="functions", PolicyArn="arn:aws:iam::aws:policy/service-role/" + policy)

# A function from a zip, invoked; its log's tail.
made = functions.create_function(
    FunctionName="hello",
    Runtime=RUNTIME,
    Role=role,
    Handler="app.handler",
    Code={"ZipFile": archive.getvalue()},
    Timeout=20,
    Environment={"Variables": {"STAGE": "test"}},
    Tags={"team": "blue"},
)
assert made["State"] == "Pending" and made["Version"] == "$LATEST", made
functions.get_waiter("function_active_v2").wait(FunctionName="hello", WaiterConfig={"Delay": 1})
got = functions.get_function(FunctionName="hello")
assert got["Configuration"]["CodeSize"] == len(archive.getvalue()) and got["Tags"] == {"team": "blue"}, got
answer = functions.invoke(FunctionName="hello", Payload=json.dumps({"name": "Ada"}), LogType="Tail")
assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST" and "FunctionError" not in answer, answer
result = json.loads(answer["Payload"].read())
assert result == {"hello": "Ada", "stage": "test", "version": "$LATEST", "id": answer["ResponseMetadata"]["RequestId"]}, result
tail = base64.b64decode(answer["LogResult"]).decode()
assert 'got {"name": "Ada"}' in tail and f"START RequestId: {result['id']} Version: $LATEST" in tail and "Max Memory Used: " in tail, tail
failed = functions.invoke(FunctionName=made["FunctionArn"], Payload=b'{"fail": "way"}')
assert failed["StatusCode"] == 200 and failed["FunctionError"] == "Unhandled", failed
error = json.loads(failed["Payload"].read())
assert error["errorMessage"] == "no way" and error["errorType"] == "ValueError" and "line 7, in handler" in error["stackTrace"][0], error
refused("ResourceNotFoundException", functions.invoke, FunctionName="none")
refused("InvalidRequestContentException", functions.invoke, FunctionName="hello", Payload=b"no JSON")
refused("ResourceConflictException", functions.create_function, FunctionName="hello", Runtime=RUNTIME, Role=role, Handler="app.handler", Code={"ZipFile": archive.getvalue()})
lines = [e["message"] for e in logs.filter_log_events(logGroupName="/aws/lambda/hello", filterPattern='"got"')["events"]]
assert [line.strip() for line in lines] == ['got {"name": "Ada"}', 'got {"fail": "way"}'], lines

# A version and an alias; the function goes on without them.
version = functions.publish_version(FunctionName="hello", Description="the first")
assert version["Version"] == "1" and version["CodeSha256"] == made["CodeSha256"], version
functions.get_waiter("published_version_active").wait(FunctionName="hello", Qualifier="1", WaiterConfig={"Delay": 1})
alias = functions.create_alias(FunctionName="hello", Name="live", FunctionVersion="1")
assert alias["AliasArn"] == made["FunctionArn"] + ":live", alias
functions.update_function_configuration(FunctionName="hello", Environment={"Variables": {"STAGE": "next"}})
functions.get_waiter("function_updated_v2").wait(FunctionName="hello", WaiterConfig={"Delay": 1})
by_alias = functions.invoke(FunctionName="hello", Qualifier="live", Payload=b'{"name": "Bob"}')
assert by_alias["ExecutedVersion"] == "1" and json.loads(by_alias["Payload"].read())["stage"] == "test"
latest = functions.invoke(FunctionName="hello", Payload=b"{}")
assert json.loads(latest["Payload"].read())["stage"] == "next"
assert functions.invoke(FunctionName="hello", InvocationType="DryRun")["StatusCode"] == 204
pages = functions.get_paginator("list_versions_by_function").paginate(FunctionName="hello", PaginationConfig={"PageSize": 1})
assert [v["Version"] for page in pages for v in page["Versions"]] == ["$LATEST", "1"]
refused("ResourceConflictException", functions.delete_function, FunctionName="hello", Qualifier="1")

# An event source mapping on a queue: what the function could not do comes again.
url = sqs.create_queue(QueueName="work", Attributes={"VisibilityTimeout": "3"})["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
functions.create_function(FunctionName="worker", Runtime=RUNTIME, Role=role, Handler="app.worker", Code={"ZipFile": archive.getvalue()}, Timeout=3)
functions.get_waiter("function_active_v2").wait(FunctionName="worker", WaiterConfig={"Delay": 1})
mapping = functions.create_event_source_mapping(
    FunctionName="worker",
    EventSourceArn=arn,
    BatchSize=5,
    FunctionResponseTypes=["ReportBatchItemFailures"],
    FilterCriteria={"Filters": [{"Pattern": json.dumps({"body": {"kind": ["work"]}})}]},
)
assert mapping["State"] in ("Creating", "Enabled") and mapping["FunctionArn"].endswith(":function:worker"), mapping
entries = [{"Id": str(n), "MessageBody": json.dumps({"kind": "work" if n else "play", "n": n})} for n in range(5)]
assert len(sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == 5


def worked():
    try:
        found = logs.filter_log_events(logGroupName="/aws/lambda/worker", filterPattern='"worked on"')["events"]
    except logs.exceptions.ResourceNotFoundException:
        return []
    assert all(e["message"].strip().endswith(" of " + arn) for e in found), found
    return [int(e["message"].split()[2]) for e in found]


for _ in range(100):
    left = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    if left["ApproximateNumberOfMessages"] == left["ApproximateNumberOfMessagesNotVisible"] == "0":
        break
    time.sleep(0.2)
assert set(worked()) == {1, 2, 3, 4} and worked().count(3) >= 2, worked()
assert functions.list_event_source_mappings(FunctionName="worker")["EventSourceMappings"][0]["State"] == "Enabled"
refused("InvalidParameterValueException", functions.create_event_source_mapping, FunctionName="worker", EventSourceArn=arn + "-none")
functions.delete_event_source_mapping(UUID=mapping["UUID"])
functions.delete_function(FunctionName="worker")
refused("ResourceNotFoundException", functions.get_function, FunctionName="worker")
print("all well")
