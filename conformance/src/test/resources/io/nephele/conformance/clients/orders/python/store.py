"""Orders are uploaded to a bucket; this puts them into the table."""

import os
from urllib.parse import unquote_plus

import boto3
import orjson
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes import S3Event, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
metrics = Metrics()
s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
@event_source(data_class=S3Event)
def handler(event: S3Event, context: LambdaContext):
    for record in event.records:
        key = unquote_plus(record.s3.get_object.key)
        body = s3.get_object(Bucket=record.s3.bucket.name, Key=key)["Body"].read()
        table.put_item(Item={"id": key, **orjson.loads(body)})
        metrics.add_metric(name="OrdersStored", unit=MetricUnit.Count, value=1)
        logger.info("stored", extra={"order": key})
