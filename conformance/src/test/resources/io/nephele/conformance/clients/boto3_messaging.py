"""Uses SNS, Kinesis, Firehose, EventBridge and CloudWatch Logs through boto3, asserting what AWS does."""
import json
import time

import boto3
from botocore.exceptions import ClientError

sns, sqs, s3, iam = (boto3.client(name) for name in ("sns", "sqs", "s3", "iam"))
kinesis, firehose, events, logs = (boto3.client(name) for name in ("kinesis", "firehose", "events", "logs"))


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e.response
        return e.response["Error"]["Message"]
    raise AssertionError("not refused: " + code)


def queue(name, service):
    """A queue that a service may send to."""
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sqs:SendMessage", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    return url, arn


def received(url, count):
    """The bodies of that many messages, by their order of arrival."""
    bodies = []
    for _ in range(10):
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        if len(bodies) >= count:
            break
    assert len(bodies) == count, bodies
    return bodies


# SNS: a topic fanned out to two filtered queues, one of them with the messages as they are.
topic = boto3.resource("sns").create_topic(Name="orders", Attributes={"DisplayName": "Orders"}, Tags=[{"Key": "team", "Value": "blue"}])
assert topic.arn == "arn:aws:sns:us-east-1:000000000000:orders" and topic.attributes["DisplayName"] == "Orders"
paid_url, paid_arn = queue("paid", "sns.amazonaws.com")
large_url, large_arn = queue("large", "sns.amazonaws.com")
paid = topic.subscribe(Protocol="sqs", Endpoint=paid_arn, ReturnSubscriptionArn=True, Attributes={"FilterPolicy": json.dumps({"state": ["paid"]})})
large = topic.subscribe(
    Protocol="sqs",
    Endpoint=large_arn,
    Attributes={
        "RawMessageDelivery": "true",
        "FilterPolicyScope": "MessageBody",
        "FilterPolicy": json.dumps({"total": [{"numeric": [">=", 100]}]}),
    },
)
assert sorted(s.arn for s in topic.subscriptions.all()) == sorted([paid.arn, large.arn])
assert paid.attributes["PendingConfirmation"] == "false" and large.attributes["RawMessageDelivery"] == "true"
state = {"state": {"DataType": "String", "StringValue": "paid"}}
first = topic.publish(Subject="An order", Message='{"total": 20}', MessageAttributes=state)
batch = sns.publish_batch(
    TopicArn=topic.arn,
    PublishBatchRequestEntries=[
        {"Id": "both", "Message": '{"total": 150}', "MessageAttributes": state},
        {"Id": "none", "Message": '{"total": 1}'},
        {"Id": "bad", "Message": "x", "MessageAttributes": {"n": {"DataType": "Number", "StringValue": "many"}}},
    ],
)
assert [entry["Id"] for entry in batch["Successful"]] == ["both", "none"], batch
assert [entry["Id"] for entry in batch["Failed"]] == ["bad"] and batch["Failed"][0]["SenderFault"], batch
envelopes = [json.loads(body) for body in received(paid_url, 2)]
assert sorted(e["Message"] for e in envelopes) == ['{"total": 150}', '{"total": 20}'], envelopes
told = next(e for e in envelopes if e["MessageId"] == first["MessageId"])
assert told["Type"] == "Notification" and told["Subject"] == "An order" and told["TopicArn"] == topic.arn
assert told["MessageAttributes"] == {"state": {"Type": "String", "Value": "paid"}}, told
assert received(large_url, 1) == ['{"total": 150}']
refused("NotFound", sns.publish, TopicArn=topic.arn + "-not", Message="x")
refused("InvalidParameter", topic.publish, Message="")
paid.delete()
assert [s.arn for s in topic.subscriptions.all()] == [large.arn]

# Kinesis: records put, and read in pages from a shard iterator.
kinesis.create_stream(StreamName="clicks", ShardCount=2)
kinesis.get_waiter("stream_exists").wait(StreamName="clicks", WaiterConfig={"Delay": 1})
stream = kinesis.describe_stream_summary(StreamName="clicks")["StreamDescriptionSummary"]
assert stream["StreamStatus"] == "ACTIVE" and stream["OpenShardCount"] == 2, stream
shards = [p["Shards"] for p in kinesis.get_paginator("describe_stream").paginate(StreamName="clicks", PaginationConfig={"PageSize": 1}) for p in [p["StreamDescription"]]]
assert [len(page) for page in shards] == [1, 1], shards
put = kinesis.put_records(StreamName="clicks", Records=[{"Data": b"click %d" % i, "PartitionKey": str(i)} for i in range(25)])
assert put["FailedRecordCount"] == 0 and len({r["ShardId"] for r in put["Records"]}) == 2
last = kinesis.put_record(StreamARN=stream["StreamARN"], Data=b"\x00\xff", PartitionKey="last", ExplicitHashKey="0")
assert last["ShardId"] == shards[0][0]["ShardId"]
read = []
for shard in [page[0]["ShardId"] for page in shards]:
    iterator = kinesis.get_shard_iterator(StreamName="clicks", ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    while True:
        page = kinesis.get_records(ShardIterator=iterator, Limit=10)
        if not page["Records"]:
            assert page["MillisBehindLatest"] == 0
            break
        assert len(page["Records"]) <= 10
        read += [(shard, record["SequenceNumber"], record["Data"]) for record in page["Records"]]
        iterator = page["NextShardIterator"]
assert sorted(data for _, _, data in read) == sorted([b"click %d" % i for i in range(25)] + [b"\x00\xff"])
after = kinesis.get_shard_iterator(StreamName="clicks", ShardId=last["ShardId"], ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=last["SequenceNumber"])
assert kinesis.get_records(**{"ShardIterator": after["ShardIterator"]})["Records"][0]["Data"] == b"\x00\xff"
refused("ResourceNotFoundException", kinesis.put_record, StreamName="none", Data=b"x", PartitionKey="p")
refused("InvalidArgumentException", kinesis.get_records, ShardIterator="nonsense")

# Firehose: to S3, by a role.
s3.create_bucket(Bucket="delivered")
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName="delivery", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::delivered/*"}]}
iam.put_role_policy(RoleName="delivery", PolicyName="own", PolicyDocument=json.dumps(allowed))
destination = {
    "RoleARN": role,
    "BucketARN": "arn:aws:s3:::delivered",
    "Prefix": "clicks/!{timestamp:yyyy}/",
    "ErrorOutputPrefix": "failed/!{firehose:error-output-type}/",
    "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0},
}
firehose.create_delivery_stream(DeliveryStreamName="to-s3", DeliveryStreamType="DirectPut", ExtendedS3DestinationConfiguration=destination)
described = firehose.describe_delivery_stream(DeliveryStreamName="to-s3")["DeliveryStreamDescription"]
assert described["DeliveryStreamStatus"] == "ACTIVE", described
assert described["Destinations"][0]["ExtendedS3DestinationDescription"]["CompressionFormat"] == "UNCOMPRESSED", described
answer = firehose.put_record_batch(DeliveryStreamName="to-s3", Records=[{"Data": b"one\n"}, {"Data": b"two\n"}])
assert answer["FailedPutCount"] == 0 and all("RecordId" in r for r in answer["RequestResponses"])
for _ in range(50):
    objects = s3.list_objects_v2(Bucket="delivered").get("Contents", [])
    if objects:
        break
    time.sleep(0.2)
assert [o["Key"].split("/")[0] for o in objects] == ["clicks"] and "/to-s3-1-" in objects[0]["Key"], objects
assert s3.get_object(Bucket="delivered", Key=objects[0]["Key"])["Body"].read() == b"one\ntwo\n"
refused("ResourceNotFoundException", firehose.put_record, DeliveryStreamName="none", Record={"Data": b"x"})

# EventBridge: a rule with an input transformer to a queue, and a call of which one entry fails.
seen_url, seen_arn = queue("seen", "events.amazonaws.com")
events.create_event_bus(Name="shop")
pattern = {"source": ["shop.orders"], "detail": {"total": [{"numeric": [">", 10]}]}}
rule = events.put_rule(Name="large-orders", EventBusName="shop", EventPattern=json.dumps(pattern))["RuleArn"]
assert rule == "arn:aws:events:us-east-1:000000000000:rule/shop/large-orders"
transformer = {"InputPathsMap": {"who": "$.detail.customer", "total": "$.detail.total"}, "InputTemplate": '{"text": "<who> ordered", "total": <total>}'}
targets = events.put_targets(Rule="large-orders", EventBusName="shop", Targets=[{"Id": "queue", "Arn": seen_arn, "InputTransformer": transformer}])
assert targets["FailedEntryCount"] == 0, targets
assert events.list_rule_names_by_target(TargetArn=seen_arn, EventBusName="shop")["RuleNames"] == ["large-orders"]
event = {"Source": "shop.orders", "DetailType": "order", "EventBusName": "shop", "Detail": json.dumps({"customer": "Ada", "total": 20})}
entries = [event, {**event, "Detail": "no JSON"}, {**event, "Detail": json.dumps({"customer": "Bob", "total": 5})}]
put = events.put_events(Entries=entries)
assert put["FailedEntryCount"] == 1 and put["Entries"][1]["ErrorCode"] == "MalformedDetail", put
assert "EventId" in put["Entries"][0] and "EventId" in put["Entries"][2] and "EventId" not in put["Entries"][1], put
assert json.loads(received(seen_url, 1)[0]) == {"text": "Ada ordered", "total": 20}
assert events.test_event_pattern(EventPattern='{"source": [{"prefix": "shop."}]}', Event=json.dumps({
    "id": "1", "account": "000000000000", "source": "shop.x", "time": "2026-01-01T00:00:00Z", "region": "us-east-1", "resources": [], "detail-type": "t", "detail": {}
}))["Result"]
refused("InvalidEventPatternException", events.put_rule, Name="bad", EventPattern='{"source": "no list"}')
refused("ValidationException", events.delete_rule, Name="large-orders", EventBusName="shop")

# CloudWatch Logs: events put, read in pages and searched.
logs.create_log_group(logGroupName="/shop", tags={"team": "blue"})
logs.put_retention_policy(logGroupName="/shop", retentionInDays=7)
logs.create_log_stream(logGroupName="/shop", logStreamName="web")
now = int(time.time() * 1000)
logs.put_log_events(logGroupName="/shop", logStreamName="web", logEvents=[{"timestamp": now + i, "message": f"{'ERROR' if i % 5 == 0 else 'INFO'} {i}"} for i in range(20)])
found = logs.get_paginator("filter_log_events").paginate(logGroupName="/shop", filterPattern="ERROR", PaginationConfig={"PageSize": 3})
assert [e["message"] for page in found for e in page["events"]] == ["ERROR 0", "ERROR 5", "ERROR 10", "ERROR 15"]
page = logs.get_log_events(logGroupName="/shop", logStreamName="web", startFromHead=True, limit=15)
assert len(page["events"]) == 15 and page["events"][1]["timestamp"] == now + 1
page = logs.get_log_events(logGroupName="/shop", logStreamName="web", startFromHead=True, limit=15, nextToken=page["nextForwardToken"])
assert [e["message"] for e in page["events"]][-1] == "INFO 19"
refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName="/shop")
print("all well")
