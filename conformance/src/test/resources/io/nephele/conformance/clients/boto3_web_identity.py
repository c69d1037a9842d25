"""Credentials from an ID token in a file, with boto3. The other tokens are in the working folder."""
import boto3
from botocore.exceptions import ClientError

session = boto3.Session()
assert session.client("sts").get_caller_identity()["Arn"] == "arn:aws:sts::000000000000:assumed-role/deploy/job"
assert session.get_credentials().method == "assume-role-with-web-identity"
assert session.client("sqs").create_queue(QueueName="from-boto")["QueueUrl"].endswith("/from-boto")
try:
    session.client("sqs").list_queues()
    raise AssertionError("expected an error")
except ClientError as e:
    assert e.response["Error"]["Code"] == "AccessDenied", e.response

anonymous = boto3.client("sts")


def refused(file, code, message):
    with open(file) as token:
        try:
            anonymous.assume_role_with_web_identity(
                RoleArn="arn:aws:iam::000000000000:role/deploy", RoleSessionName="other", WebIdentityToken=token.read()
            )
            raise AssertionError("expected an error")
        except ClientError as e:
            assert e.response["Error"]["Code"] == code, e.response
            assert message in e.response["Error"]["Message"], e.response


refused("other-subject", "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
refused("other-audience", "InvalidIdentityToken", "Incorrect token audience")
refused("forged", "InvalidIdentityToken", "signature")
print("all well")
