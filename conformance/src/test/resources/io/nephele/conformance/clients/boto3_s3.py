"""Uses S3 through boto3's resource interface and its transfer manager, asserting what AWS does."""
import hashlib
import io
import os
import tempfile

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

s3 = boto3.resource("s3")
client = boto3.client("s3")


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e.response
        return e.response
    raise AssertionError("not refused: " + code)


bucket = s3.create_bucket(Bucket="boto-bucket")
assert [b.name for b in s3.buckets.all()] == ["boto-bucket"]
refused("NoSuchKey", client.get_object, Bucket="boto-bucket", Key="none")
refused("404", client.head_object, Bucket="boto-bucket", Key="none")
refused("NoSuchBucket", client.list_objects_v2, Bucket="boto-nothing")

# Objects with metadata, by all kinds of names.
for key in ["plain", "with space", "a+b", "per%cent", "größe", "//double//", "../up", "tab\there", "日本"]:
    bucket.put_object(Key=key, Body=key.encode(), Metadata={"k": "v"}, ContentType="text/x-test")
    got = s3.Object("boto-bucket", key).get()
    assert got["Body"].read() == key.encode()
    assert got["Metadata"] == {"k": "v"} and got["ContentType"] == "text/x-test", got
assert len(list(bucket.objects.all())) == 9
assert [o.key for o in bucket.objects.filter(Prefix="per%")] == ["per%cent"]

# The transfer manager: large files in parts, in parallel, and back by ranges.
config = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20, max_concurrency=4)
content = os.urandom((17 << 20) + 123)
with tempfile.TemporaryDirectory() as folder:
    source, target = os.path.join(folder, "source"), os.path.join(folder, "target")
    with open(source, "wb") as f:
        f.write(content)
    seen = []
    bucket.upload_file(source, "large", Config=config, Callback=seen.append, ExtraArgs={"StorageClass": "STANDARD_IA"})
    assert sum(seen) == len(content)
    head = client.head_object(Bucket="boto-bucket", Key="large", PartNumber=2)
    assert head["PartsCount"] == 4 and head["ContentLength"] == 5 << 20, head
    assert head["StorageClass"] == "STANDARD_IA" and head["ETag"].endswith('-4"'), head
    bucket.download_file("large", target, Config=config)
    with open(target, "rb") as f:
        assert hashlib.sha256(f.read()).digest() == hashlib.sha256(content).digest()
    stream = io.BytesIO()
    client.copy({"Bucket": "boto-bucket", "Key": "large"}, "boto-bucket", "copied", Config=config)
    client.download_fileobj("boto-bucket", "copied", stream, Config=config)
    assert stream.getvalue() == content

# Ranges and conditions.
part = client.get_object(Bucket="boto-bucket", Key="large", Range="bytes=100-199")
assert part["ResponseMetadata"]["HTTPStatusCode"] == 206 and part["Body"].read() == content[100:200]
etag = client.head_object(Bucket="boto-bucket", Key="plain")["ETag"]
refused("304", client.get_object, Bucket="boto-bucket", Key="plain", IfNoneMatch=etag)
refused("PreconditionFailed", client.put_object, Bucket="boto-bucket", Key="plain", Body=b"", IfNoneMatch="*")
refused("InvalidRange", client.get_object, Bucket="boto-bucket", Key="plain", Range="bytes=100-")

# Versions.
bucket.Versioning().enable()
assert bucket.Versioning().status == "Enabled"
first = client.put_object(Bucket="boto-bucket", Key="versioned", Body=b"1")["VersionId"]
client.put_object(Bucket="boto-bucket", Key="versioned", Body=b"2")
marker = client.delete_object(Bucket="boto-bucket", Key="versioned")
assert marker["DeleteMarker"] is True
refused("NoSuchKey", client.get_object, Bucket="boto-bucket", Key="versioned")
assert client.get_object(Bucket="boto-bucket", Key="versioned", VersionId=first)["Body"].read() == b"1"
assert len(list(bucket.object_versions.filter(Prefix="versioned"))) == 3

# A thousand keys in pages, with folders.
for i in range(120):
    client.put_object(Bucket="boto-bucket", Key=f"list/{i % 12:02}/{i:03}", Body=b"")
pages = list(client.get_paginator("list_objects_v2").paginate(Bucket="boto-bucket", Prefix="list/", PaginationConfig={"PageSize": 50}))
assert [p["KeyCount"] for p in pages] == [50, 50, 20]
folders = client.list_objects_v2(Bucket="boto-bucket", Prefix="list/", Delimiter="/", MaxKeys=5)
assert [p["Prefix"] for p in folders["CommonPrefixes"]] == [f"list/{i:02}/" for i in range(5)] and folders["IsTruncated"]

# A waiter, a policy, tags, and the end.
client.get_waiter("object_exists").wait(Bucket="boto-bucket", Key="plain")
bucket.Tagging().put(Tagging={"TagSet": [{"Key": "team", "Value": "blue"}]})
assert bucket.Tagging().tag_set == [{"Key": "team", "Value": "blue"}]
refused("NoSuchBucketPolicy", client.get_bucket_policy, Bucket="boto-bucket")
refused("BucketNotEmpty", client.delete_bucket, Bucket="boto-bucket")
bucket.object_versions.delete()
bucket.delete()
assert list(s3.buckets.all()) == []
print("all well")
