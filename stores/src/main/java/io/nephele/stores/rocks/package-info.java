/**
 * The durable store of one process: an engine on RocksDB, a log-structured merge tree in native
 * code, with what it lacks for queues and for rows that are read at every call.
 */
package io.nephele.stores.rocks;
