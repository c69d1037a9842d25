package io.nephele.services.sqs;

import io.nephele.model.Bytes;

/**
 * What has to be known to read an encrypted body again. It goes with the message, also into other
 * queues, because moving a message does not change how it is encrypted.
 *
 * @param queueArn the queue that the message was sent to, which is the encryption context
 * @param keyArn the KMS key
 * @param dataKey the data key, as KMS encrypted it
 */
record Envelope(String queueArn, String keyArn, Bytes dataKey) {}
