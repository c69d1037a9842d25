/**
 * Histories of concurrent transactions, recorded as clients saw them, and a checker that looks for
 * an order of the transactions which explains what they read and keeps to real time. For the tests
 * of every store.
 */
package io.nephele.core.store.history;
