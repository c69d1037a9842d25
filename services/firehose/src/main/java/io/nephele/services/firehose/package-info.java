/**
 * Amazon Data Firehose: streams that deliver what is put into them, in batches, to where it is
 * kept.
 */
package io.nephele.services.firehose;
