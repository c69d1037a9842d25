"""Temporary credentials in boto3, asserting what AWS does: sessions of roles, their refreshing, forged ones, presigned URLs."""
import json
import os
import urllib.error
import urllib.request

import boto3
import botocore.session
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
iam = boto3.client("iam")
queue = boto3.client("sqs").create_queue(QueueName="orders")["QueueUrl"]


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e.response
        assert e.response["ResponseMetadata"]["HTTPStatusCode"] == 403, e.response
        return e.response["Error"]["Message"]
    raise AssertionError("expected " + code)


user = boto3.resource("iam").create_user(UserName="ada")
key = user.create_access_key_pair()
ada = boto3.Session(aws_access_key_id=key.id, aws_secret_access_key=key.secret)
role = iam.create_role(
    RoleName="sender",
    AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": {"AWS": user.arn}, "Action": "sts:AssumeRole"}),
)["Role"]
iam.put_role_policy(
    RoleName="sender",
    PolicyName="own",
    PolicyDocument=document({"Effect": "Allow", "Action": ["sqs:SendMessage", "iam:ListUsers"], "Resource": "*"}),
)
iam.get_waiter("role_exists").wait(RoleName="sender", WaiterConfig={"Delay": 0, "MaxAttempts": 1})

# A session of a role, narrowed by a session policy in the second.
assumed = ada.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="boto")
assert assumed["AssumedRoleUser"]["Arn"] == "arn:aws:sts::000000000000:assumed-role/sender/boto"


def session_of(credentials):
    return boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


session = session_of(assumed["Credentials"])
assert session.client("sts").get_caller_identity()["UserId"] == role["RoleId"] + ":boto"
session.client("sqs").send_message(QueueUrl=queue, MessageBody="hello")
assert "no identity-based policy" in refused("AccessDenied", session.client("sqs").purge_queue, QueueUrl=queue)
narrow = session_of(
    ada.client("sts").assume_role(
        RoleArn=role["Arn"],
        RoleSessionName="narrow",
        Policy=document({"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"}),
    )["Credentials"]
)
assert narrow.client("iam").list_users()["Users"][0]["UserName"] == "ada"
message = refused("AccessDenied", narrow.client("sqs").send_message, QueueUrl=queue, MessageBody="no")
assert "because no session policy allows the sqs:sendmessage action" in message, message

# What is not what STS gave out is refused.
good = assumed["Credentials"]
token = good["SessionToken"]
altered = dict(good, SessionToken=token[:40] + ("A" if token[40] != "A" else "B") + token[41:])
without = dict(good, SessionToken=None)
guessed = dict(good, SecretAccessKey="guessed")
for wrong, code in ((altered, "InvalidClientTokenId"), (without, "InvalidClientTokenId"), (guessed, "SignatureDoesNotMatch")):
    forged = session_of(wrong)
    refused(code, forged.client("sts").get_caller_identity)
    refused(code, forged.client("iam").list_users)
    refused(code, forged.client("sqs").list_queues)

# A profile with a role: credentials that boto3 renews by itself. Within their last 15 minutes it does so at every use.
with open("config", "w") as config:
    config.write(
        f"""[profile ada]
aws_access_key_id = {key.id}
aws_secret_access_key = {key.secret}
[profile sender]
role_arn = {role["Arn"]}
source_profile = ada
duration_seconds = 900
"""
    )
os.environ["AWS_CONFIG_FILE"] = "config"
profile = boto3.Session(profile_name="sender")
credentials = profile.get_credentials()
first = credentials.get_frozen_credentials()
profile.client("sqs").send_message(QueueUrl=queue, MessageBody="from a profile")
second = credentials.get_frozen_credentials()
assert first.access_key != second.access_key and second.access_key.startswith("ASIA")
assert session_of(
    {"AccessKeyId": first.access_key, "SecretAccessKey": first.secret_key, "SessionToken": first.token}
).client("sts").get_caller_identity()["Account"] == "000000000000", "renewing does not end the earlier session"


# Presigned URLs.
def get(url, method="GET", **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method, headers=headers)) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode()


def queue_url(credentials, parameters, expires=60):
    request = AWSRequest(method="GET", url=queue, params=parameters)
    SigV4QueryAuth(credentials, "sqs", "us-east-1", expires).add_auth(request)
    return request.prepare().url


identity = session.client("sts").generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
status, body = get(identity)
assert status == 200 and "<Arn>arn:aws:sts::000000000000:assumed-role/sender/boto</Arn>" in body, body
status, body = get(session.client("iam").generate_presigned_url("list_users", {"MaxItems": 1}), method="POST")
assert status == 200 and "<UserName>ada</UserName>" in body, body
frozen = session.get_credentials().get_frozen_credentials()
send = queue_url(frozen, {"Action": "SendMessage", "Version": "2012-11-05", "MessageBody": "signed"})
status, body = get(send)
assert status == 200 and "<MessageId>" in body, body
status, body = get(queue_url(frozen, {"Action": "PurgeQueue", "Version": "2012-11-05"}))
assert status == 403 and "<Code>AccessDenied</Code>" in body, body
for altered in (
    send.replace("MessageBody=signed", "MessageBody=other"),
    send.replace("Action=SendMessage", "Action=PurgeQueue"),
    send.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"),
    identity.replace("us-east-1%2Fsts", "eu-west-1%2Fsts"),
):
    assert altered not in (send, identity)
    status, body = get(altered)
    assert status == 403 and "<Code>SignatureDoesNotMatch</Code>" in body, body

# As tokens of EKS are made: with a header that is signed too.
sts = session.client("sts")
eks = sts._request_signer.generate_presigned_url(
    {"method": "GET", "url": ENDPOINT + "/?Action=GetCallerIdentity&Version=2011-06-15", "body": {}, "headers": {"x-k8s-aws-id": "shop"}, "context": {}},
    operation_name="",
    expires_in=60,
)
assert get(eks, **{"x-k8s-aws-id": "shop"})[0] == 200
assert get(eks, **{"x-k8s-aws-id": "other"})[0] == 403
assert get(eks)[0] == 403
print("all well")
