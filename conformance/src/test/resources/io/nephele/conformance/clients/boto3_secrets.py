"""Uses Secrets Manager and Parameter Store through boto3, with functions that rotate and read: they sign by themselves, as boto3 may not be where they run."""
import io
import json
import sys
import time
import zipfile

import boto3

iam, functions, secrets, ssm, trail = (boto3.client(name) for name in ("iam", "lambda", "secretsmanager", "ssm", "cloudtrail"))
RUNTIME = "python%d.%d" % sys.version_info[:2]
CODE = '''
import datetime, hashlib, hmac, json, os, urllib.parse, urllib.request

def call(service, target, request):
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    day, region, body = now[:8], os.environ["AWS_REGION"], json.dumps(request).encode()
    headers = {
        "content-type": "application/x-amz-json-1.1",
        "host": urllib.parse.urlsplit(endpoint).netloc,
        "x-amz-date": now,
        "x-amz-security-token": os.environ["AWS_SESSION_TOKEN"],
        "x-amz-target": target,
    }
    names = ";".join(sorted(headers))
    lines = "".join(name + ":" + headers[name] + "\\n" for name in sorted(headers))
    canonical = "\\n".join(["POST", "/", "", lines, names, hashlib.sha256(body).hexdigest()])
    scope = "/".join([day, region, service, "aws4_request"])
    text = "\\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope.split("/") + [text]:
        signature = key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    headers["authorization"] = "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
        os.environ["AWS_ACCESS_KEY_ID"], scope, names, signature.hex())
    with urllib.request.urlopen(urllib.request.Request(endpoint, body, headers)) as answer:
        return json.loads(answer.read() or b"{}")

def reader(event, context):
    found = call("ssm", "AmazonSSM.GetParameter", {"Name": event["name"], "WithDecryption": True})
    return found["Parameter"]["Value"]

def rotate(event, context):
    step, secret, token = event["Step"], event["SecretId"], event["ClientRequestToken"]
    print(step)
    if step == "createSecret":
        before = call("secretsmanager", "secretsmanager.GetSecretValue", {"SecretId": secret})
        value = json.loads(before["SecretString"])
        value["password"] += 1
        call("secretsmanager", "secretsmanager.PutSecretValue", {
            "SecretId": secret, "ClientRequestToken": token, "SecretString": json.dumps(value),
            "VersionStages": ["AWSPENDING"], "RotationToken": event["RotationToken"]})
    elif step == "finishSecret":
        known = call("secretsmanager", "secretsmanager.DescribeSecret", {"SecretId": secret})["VersionIdsToStages"]
        current = next(version for version, stages in known.items() if "AWSCURRENT" in stages)
        call("secretsmanager", "secretsmanager.UpdateSecretVersionStage", {
            "SecretId": secret, "VersionStage": "AWSCURRENT", "MoveToVersionId": token, "RemoveFromVersionId": current})
'''

archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as file:
    info = zipfile.ZipInfo("app.py")
    info.external_attr = 0o644 << 16  # Else only its owner may read it, which the function is not.
    file.writestr(info, CODE)
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName="functions", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
iam.attach_role_policy(RoleName="functions", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
for name in ("reader", "rotate"):
    functions.create_function(
        FunctionName=name, Runtime=RUNTIME, Role=role, Handler="app." + name, Code={"ZipFile": archive.getvalue()}, Timeout=20)
    functions.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})


def read_by_function():
    answer = functions.invoke(FunctionName="reader", Payload=json.dumps({"name": "/app/mode"}))
    value = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, value
    return value


# A function that reads a parameter sees what it is now.
ssm.put_parameter(Name="/app/mode", Value="slow", Type="SecureString")
assert read_by_function() == "slow"
ssm.put_parameter(Name="/app/mode", Value="fast", Overwrite=True)
assert read_by_function() == "fast"

# A function rotates a secret.
secret = secrets.create_secret(Name="app/db", SecretString='{"user": "app", "password": 1}')["ARN"]
functions.add_permission(FunctionName="rotate", StatementId="rotation", Action="lambda:InvokeFunction", Principal="secretsmanager.amazonaws.com")
arn = functions.get_function(FunctionName="rotate")["Configuration"]["FunctionArn"]
secrets.rotate_secret(SecretId=secret, RotationLambdaARN=arn, RotationRules={"ScheduleExpression": "rate(1 day)"})


def password(stage):
    return json.loads(secrets.get_secret_value(SecretId=secret, VersionStage=stage)["SecretString"])["password"]


for _ in range(200):
    if password("AWSCURRENT") == 2:
        break
    time.sleep(0.1)
assert (password("AWSCURRENT"), password("AWSPREVIOUS")) == (2, 1)

# All of that is in CloudTrail.
def recorded(name, source):
    events = trail.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])["Events"]
    assert events and all(e["EventSource"] == source for e in events), (name, events)
    return [json.loads(e["CloudTrailEvent"]) for e in events]


put = recorded("PutParameter", "ssm.amazonaws.com")
assert len(put) == 2 and all(e["requestParameters"]["name"] == "/app/mode" and "slow" not in str(e) and "fast" not in str(e) for e in put), put
by_function = [e for e in recorded("GetSecretValue", "secretsmanager.amazonaws.com") if e["userIdentity"]["type"] == "AssumedRole"]
assert by_function and by_function[0]["requestParameters"]["secretId"] == secret and by_function[0]["responseElements"] is None, by_function
assert recorded("RotateSecret", "secretsmanager.amazonaws.com")[0]["requestParameters"]["secretId"] == secret
print("all well")
