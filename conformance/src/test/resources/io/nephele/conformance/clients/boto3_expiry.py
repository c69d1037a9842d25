"""Credentials and URLs in time: `issue` keeps some that are good, `refused` finds them expired."""
import json
import sys
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError


def session(key):
    return boto3.Session(
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
        aws_session_token=key["SessionToken"],
    )


def get(url):
    try:
        with urllib.request.urlopen(url) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode()


if sys.argv[1] == "issue":
    iam = boto3.client("iam")
    iam.create_user(UserName="ada")
    iam.attach_user_policy(UserName="ada", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
    made = iam.create_access_key(UserName="ada")["AccessKey"]
    ada = boto3.Session(aws_access_key_id=made["AccessKeyId"], aws_secret_access_key=made["SecretAccessKey"])
    key = ada.client("sts").get_session_token(DurationSeconds=900)["Credentials"]
    url = ada.client("iam").generate_presigned_url("get_user", ExpiresIn=30, HttpMethod="GET")
    of_sts = ada.client("sts").generate_presigned_url("get_caller_identity", ExpiresIn=30, HttpMethod="GET")
    assert session(key).client("sts").get_caller_identity()["Arn"] == "arn:aws:iam::000000000000:user/ada"
    assert get(url)[0] == get(of_sts)[0] == 200
    with open("kept.json", "w") as kept:
        json.dump([key, url, of_sts], kept, default=str)
else:
    with open("kept.json") as kept:
        key, url, of_sts = json.load(kept)
    for service, operation in (("sts", "get_caller_identity"), ("iam", "list_users"), ("sqs", "list_queues")):
        try:
            getattr(session(key).client(service), operation)()
            raise AssertionError("expected an error")
        except ClientError as e:
            error = e.response["Error"]
            assert (error["Code"], error["Message"]) == (
                "ExpiredToken",
                "The security token included in the request is expired",
            ), error
    status, body = get(url)
    assert status == 403 and "<Code>SignatureDoesNotMatch</Code>" in body and "Signature expired: " in body, body
    assert get(of_sts)[0] == 200, "STS takes no notice of X-Amz-Expires: its URLs are good for 15 minutes"
print("all well")
