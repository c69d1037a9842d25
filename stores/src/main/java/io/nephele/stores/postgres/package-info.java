/**
 * The world in a database that speaks PostgreSQL's protocol, which any number of processes may
 * share. {@link io.nephele.stores.postgres.PostgresStore} is the store.
 */
package io.nephele.stores.postgres;
