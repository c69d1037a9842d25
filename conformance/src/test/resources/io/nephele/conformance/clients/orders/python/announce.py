"""Tells the kitchen of new orders in the table."""

import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
sns = boto3.client("sns")


def announce(record: DynamoDBRecord):
    order = record.dynamodb.new_image
    if order["quantity"] < 1:
        raise ValueError(f"{order['id']} is an order of nothing")
    sns.publish(TopicArn=os.environ["TOPIC"], Message=f"{order['quantity']} {order['dish']}")
    logger.info("announced", extra={"order": order["id"]})


@logger.inject_lambda_context
def handler(event: dict, context: LambdaContext):
    return process_partial_response(
        event=event, record_handler=announce, processor=processor, context=context
    )
