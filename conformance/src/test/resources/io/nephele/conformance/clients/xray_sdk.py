"""Traces with the X-Ray SDK for Python as its documentation shows: a program that finds its daemon here, and a request
that goes from a function URL through Lambda to DynamoDB."""
import io
import json
import os
import pathlib
import sys
import time
import urllib.parse
import urllib.request
import zipfile

endpoint = urllib.parse.urlparse(os.environ["AWS_ENDPOINT_URL"])
os.environ["AWS_XRAY_DAEMON_ADDRESS"] = "tcp:%s udp:127.0.0.1:%s" % (endpoint.netloc, sys.argv[1])

import aws_xray_sdk
import boto3
import wrapt
from aws_xray_sdk.core import patch, xray_recorder

iam, functions, dynamo, xray = (boto3.client(name) for name in ("iam", "lambda", "dynamodb", "xray"))
RUNTIME = "python%d.%d" % sys.version_info[:2]
CODE = """
import os
import boto3
from aws_xray_sdk.core import patch, xray_recorder

patch(["botocore"])
dynamo = boto3.client("dynamodb")

def handler(event, context):
    with xray_recorder.in_subsegment("save") as save:
        save.put_annotation("order", "o-1")
        dynamo.put_item(TableName="orders", Item={"id": {"S": "o-1"}})
    return {"statusCode": 200, "headers": {"trace": os.environ["_X_AMZN_TRACE_ID"]}, "body": "saved"}
"""


def segments(trace, *names):
    """The segments of a trace by their names and origins, once all of those are there."""
    for attempt in range(100):
        for found in xray.batch_get_traces(TraceIds=[trace])["Traces"]:
            documents = [json.loads(segment["Document"]) for segment in found["Segments"]]
            by_name = {(document["name"], document.get("origin")): document for document in documents}
            if all(name in by_name for name in names):
                return by_name
        time.sleep(0.1)
    raise AssertionError("trace %s has not %s" % (trace, names))


dynamo.create_table(
    TableName="orders",
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    BillingMode="PAY_PER_REQUEST")
dynamo.get_waiter("table_exists").wait(TableName="orders", WaiterConfig={"Delay": 1})

# A program of its own, sampled by the rules that it asks for.
xray.create_sampling_rule(SamplingRule={
    "RuleName": "all", "Priority": 1, "FixedRate": 1.0, "ReservoirSize": 100, "ServiceName": "shop", "ServiceType": "*",
    "Host": "*", "HTTPMethod": "*", "URLPath": "*", "ResourceARN": "*", "Version": 1})
xray_recorder.configure(service="shop", daemon_address=os.environ["AWS_XRAY_DAEMON_ADDRESS"])
segment = xray_recorder.begin_segment("shop")
plain = dynamo.list_tables
patch(["botocore"])
with xray_recorder.in_subsegment("look") as look:
    look.put_annotation("customer", "c-17")
    boto3.client("dynamodb").list_tables()
xray_recorder.end_segment()
assert segment.sampled
shop = segments(segment.trace_id, ("shop", None))[("shop", None)]
assert shop["subsegments"][0]["name"] == "look", shop
call = shop["subsegments"][0]["subsegments"][0]
assert (call["name"], call["namespace"], call["aws"]["operation"]) == ("dynamodb", "aws", "ListTables"), call
assert call["http"]["response"]["status"] == 200, call

# From a function URL through Lambda to DynamoDB.
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as file:
    def add(name, text):
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o644 << 16
        file.writestr(info, text)

    add("app.py", CODE)
    for package in (aws_xray_sdk, wrapt):
        folder = pathlib.Path(package.__file__).parent
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".json"):
                add(str(path.relative_to(folder.parent)), path.read_bytes())
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName="orders", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
for policy in ("AWSXRayDaemonWriteAccess", "AmazonDynamoDBFullAccess"):
    iam.attach_role_policy(RoleName="orders", PolicyArn="arn:aws:iam::aws:policy/" + policy)
functions.create_function(
    FunctionName="orders", Runtime=RUNTIME, Role=role, Handler="app.handler", Code={"ZipFile": archive.getvalue()}, Timeout=30,
    TracingConfig={"Mode": "Active"})
functions.get_waiter("function_active_v2").wait(FunctionName="orders", WaiterConfig={"Delay": 1})
url = functions.create_function_url_config(FunctionName="orders", AuthType="NONE")["FunctionUrl"]
functions.add_permission(FunctionName="orders", StatementId="url", Action="lambda:InvokeFunctionUrl", Principal="*", FunctionUrlAuthType="NONE")
functions.add_permission(FunctionName="orders", StatementId="through", Action="lambda:InvokeFunction", Principal="*", InvokedViaFunctionUrl=True)

trace = "1-%08x-0123456789abcdef01234567" % int(time.time())
caller = "53995c3f42cd8ad8"
request = urllib.request.Request(
    os.environ["AWS_ENDPOINT_URL"],
    headers={"Host": urllib.parse.urlparse(url).netloc, "X-Amzn-Trace-Id": "Root=%s;Parent=%s;Sampled=1" % (trace, caller)})
with urllib.request.urlopen(request) as answer:
    assert answer.read() == b"saved"
    inside = answer.headers["trace"]
assert inside.startswith("Root=%s;Parent=" % trace) and "Sampled=1" in inside, inside
service, function = ("orders", "AWS::Lambda"), ("orders", "AWS::Lambda::Function")
for attempt in range(100):
    found = segments(trace, service, function)
    if found[function].get("subsegments"):
        break
    time.sleep(0.1)
assert found[service]["parent_id"] == caller, found[service]
assert found[function]["parent_id"] == found[service]["id"], found[function]
assert found[function]["id"] in inside
save = found[function]["subsegments"][0]
while save["name"] != "save":
    save = save["subsegments"][0]
call = save["subsegments"][0]
assert (call["name"], call["aws"]["operation"], call["aws"]["table_name"]) == ("dynamodb", "PutItem", "orders"), call
for part in (found[service], found[function], save, call):
    assert part["end_time"] >= part["start_time"]
edges = {(node["Name"], node["Type"]) for node in xray.get_trace_graph(TraceIds=[trace])["Services"]}
assert ("orders", "AWS::Lambda::Function") in edges, edges
print("all well")
