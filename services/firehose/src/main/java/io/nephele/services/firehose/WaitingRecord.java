package io.nephele.services.firehose;

import io.nephele.model.Bytes;

/**
 * A record that waits to be delivered.
 *
 * @param data as it was put, or encrypted
 * @param arrivedAt in milliseconds
 * @param dataKey the encrypted key by which the data is encrypted, or null
 */
record WaitingRecord(Bytes data, long arrivedAt, Bytes dataKey) {}
