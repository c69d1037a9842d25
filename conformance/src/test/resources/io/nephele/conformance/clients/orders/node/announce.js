// Tells the kitchen of new orders in the table.
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const logger = new Logger();
const processor = new BatchProcessor(EventType.DynamoDBStreams);
const sns = new SNSClient();

const announce = async (record) => {
  const order = record.dynamodb.NewImage;
  if (Number(order.quantity.N) < 1) {
    throw new Error(`${order.id.S} is an order of nothing`);
  }
  const Message = `${order.quantity.N} ${order.dish.S}`;
  await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message }));
  logger.info('announced', { order: order.id.S });
};

export const handler = async (event, context) => {
  logger.addContext(context);
  return processPartialResponse(event, announce, processor, { context });
};
