/** Amazon Kinesis Data Streams: ordered records in shards, kept for a time and read by many. */
package io.nephele.services.kinesis;
