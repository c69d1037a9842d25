/**
 * The store of a world: ordered byte keys with serialisable transactions and range scans, typed
 * tables of records on it, and the engines beneath. Everything a service must remember lives here
 * and nowhere else.
 */
package io.nephele.core.store;
