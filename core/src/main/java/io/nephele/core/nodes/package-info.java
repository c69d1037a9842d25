/**
 * Many processes that serve one world on one store: who they are, who of them is alive, and how
 * they wake each other. Nothing is decided by what nodes tell each other: decisions are
 * transactions of the store, messages only save waiting.
 */
package io.nephele.core.nodes;
