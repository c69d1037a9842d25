/**
 * Stores that last: RocksDB in a folder for one process, PostgreSQL's wire for many. Each keeps the
 * contract of {@link io.nephele.core.store.Store}.
 */
package io.nephele.stores;
