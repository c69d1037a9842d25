// Orders are uploaded to a bucket; this puts them into the table.
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const logger = new Logger();
const metrics = new Metrics();
const s3 = new S3Client();
const documents = DynamoDBDocumentClient.from(new DynamoDBClient());

export const handler = async (event, context) => {
  logger.addContext(context);
  metrics.captureColdStartMetric();
  for (const record of event.Records) {
    const key = decodeURIComponent(record.s3.object.key.replaceAll('+', ' '));
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: record.s3.bucket.name, Key: key }),
    );
    const order = JSON.parse(await Body.transformToString());
    await documents.send(
      new PutCommand({ TableName: process.env.TABLE, Item: { id: key, ...order } }),
    );
    metrics.addMetric('OrdersStored', MetricUnit.Count, 1);
    logger.info('stored', { order: key });
  }
  metrics.publishStoredMetrics();
};
