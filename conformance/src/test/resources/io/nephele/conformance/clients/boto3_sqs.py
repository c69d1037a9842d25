"""Uses SQS through boto3's resource and client interfaces, asserting what AWS does."""
import hashlib
import threading
import time

import boto3
from botocore.exceptions import ClientError

sqs = boto3.resource("sqs")
client = boto3.client("sqs")

queue = sqs.create_queue(QueueName="boto", Attributes={"VisibilityTimeout": "1"}, tags={"team": "blue"})
assert queue.attributes["QueueArn"] == "arn:aws:sqs:us-east-1:000000000000:boto", queue.attributes
assert client.list_queue_tags(QueueUrl=queue.url)["Tags"] == {"team": "blue"}

sent = queue.send_message(
    MessageBody="grüße",
    MessageAttributes={
        "n": {"DataType": "Number", "StringValue": "42"},
        "b": {"DataType": "Binary", "BinaryValue": b"\x00\x01\xff"},
    },
)
assert sent["MD5OfMessageBody"] == hashlib.md5("grüße".encode()).hexdigest()

received = queue.receive_messages(MessageAttributeNames=["All"], AttributeNames=["All"], WaitTimeSeconds=5)
assert len(received) == 1
message = received[0]
assert message.body == "grüße"
assert message.message_id == sent["MessageId"]
assert message.message_attributes["b"]["BinaryValue"] == b"\x00\x01\xff"
assert message.attributes["ApproximateReceiveCount"] == "1"

# Not deleted: it comes again after the visibility timeout of a second.
again = queue.receive_messages(AttributeNames=["ApproximateReceiveCount"], WaitTimeSeconds=10)
assert again[0].attributes["ApproximateReceiveCount"] == "2"
again[0].delete()

# A long poll returns as soon as a message comes.
threading.Timer(0.5, lambda: client.send_message(QueueUrl=queue.url, MessageBody="late")).start()
start = time.monotonic()
late = queue.receive_messages(WaitTimeSeconds=20)
assert late[0].body == "late" and time.monotonic() - start < 10

batch = queue.send_messages(Entries=[{"Id": str(i), "MessageBody": f"m{i}"} for i in range(10)])
assert len(batch["Successful"]) == 10 and "Failed" not in batch

fifo = sqs.create_queue(
    QueueName="boto.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"}
)
for i in range(5):
    fifo.send_message(MessageBody=f"m{i}", MessageGroupId="g")
fifo.send_message(MessageBody="m0", MessageGroupId="g")  # a duplicate
got = fifo.receive_messages(MaxNumberOfMessages=10)
assert [m.body for m in got] == [f"m{i}" for i in range(5)], [m.body for m in got]

try:
    client.get_queue_url(QueueName="nope")
    raise AssertionError("expected an error")
except client.exceptions.QueueDoesNotExist as e:
    assert e.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue", e.response
    assert e.response["Error"]["QueryErrorCode"] == "QueueDoesNotExist", e.response

try:
    client.receive_message(QueueUrl=queue.url, MaxNumberOfMessages=11)
    raise AssertionError("expected an error")
except ClientError as e:
    assert e.response["ResponseMetadata"]["HTTPStatusCode"] == 400

names = [f"page-{i:02}" for i in range(25)]
for name in names:
    client.create_queue(QueueName=name)
pages = list(client.get_paginator("list_queues").paginate(QueueNamePrefix="page-", PaginationConfig={"PageSize": 10}))
assert [len(p["QueueUrls"]) for p in pages] == [10, 10, 5]
assert [u.rsplit("/", 1)[1] for p in pages for u in p["QueueUrls"]] == names

other = boto3.client("sqs", region_name="eu-west-1")
assert "QueueUrls" not in other.list_queues()
print("all well")
